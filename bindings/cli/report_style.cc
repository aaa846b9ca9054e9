#include "bindings/cli/report_style.h"

#include <algorithm>

namespace certlite::cli {
namespace {

constexpr std::string_view kSheet = R"css(
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 72rem; padding: 1.5rem 2rem; background: #fff; color: #1f2937;
  font: 0.9375rem/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
h1 { margin: 0; font-size: 1.75rem; line-height: 1.2; }
h2 { margin: 2rem 0 0.5rem; font-size: 1.25rem; }
p { margin: 0.25rem 0 0.75rem; max-width: 60rem; }
a { color: inherit; }
.day { font-size: 1.125rem; margin-bottom: 0; }
.quiet { color: #4b5563; font-size: 0.875rem; }
.tiles { display: flex; flex-wrap: wrap; gap: 0.5rem; margin: 0.75rem 0; }
.tiles div { flex: 1 1 7.5rem; border: 1px solid #6b7280; border-radius: 0.375rem; padding: 0.375rem 0.75rem; }
.tiles dt { font-size: 0.875rem; }
.tiles dd { margin: 0; font-size: 1.5rem; line-height: 1.2; font-weight: 600; font-variant-numeric: tabular-nums; }
.tiles small { display: block; font-size: 0.8125rem; font-weight: 400; }
svg { display: block; width: 100%; height: auto; font-family: inherit; }
table { width: 100%; border-collapse: collapse; margin: 0.5rem 0 1rem; }
th, td { padding: 0.25rem 0.5rem; border-bottom: 1px solid #d1d5db; text-align: left; vertical-align: top;
  overflow-wrap: anywhere; }
thead th { border-bottom: 2px solid #374151; vertical-align: bottom; }
thead small, .matrix th small { display: block; }
th small { font-weight: 400; color: #4b5563; }
tbody th { font-weight: 600; }
.group th { background: #f3f4f6; border-bottom: 1px solid #6b7280; padding-top: 0.5rem; font-weight: 600; }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.on { font-variant-numeric: tabular-nums; white-space: nowrap; }
.status { white-space: nowrap; border-radius: 0.25rem; padding: 0.0625rem 0.375rem; }
.wide { overflow-x: auto; }
.list, .matrix { table-layout: fixed; min-width: 56rem; }
.list .whom { width: 24%; } .list .what { width: 25%; } .list .on { width: 10%; } .list .n { width: 8%; }
.list .how { width: 12%; }
.list td.n, .list th.n { padding-right: 1.25rem; }
.matrix th, .matrix td { border: 1px solid #9ca3af; }
.matrix .whom { width: 16%; }
.matrix td { font-size: 0.875rem; }
.matrix td strong { display: block; }
nav a { margin-right: 1rem; }
summary { cursor: pointer; }
section + section { margin-top: 4rem; border-top: 2px solid #374151; padding-top: 2rem; }
@page { size: A4 landscape; margin: 12mm 12mm 14mm;
  @bottom-right { content: "Page " counter(page) " of " counter(pages); font: 8pt sans-serif; color: #4b5563; } }
@media print {
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  html { font-size: 12px; }
  body { max-width: none; padding: 0; }
  h2 { margin: 1rem 0 0.5rem; break-after: avoid; }
  nav { display: none; }
  a { text-decoration: none; }
  thead { display: table-header-group; }
  .wide { overflow: visible; }
  .list, .matrix { min-width: 0; }
  tr, svg, .tiles { break-inside: avoid; }
  .group { break-after: avoid; }
  .page, section + section { break-before: page; margin-top: 0; }
  section + section { border: 0; padding: 0; }
  th, td { padding: 0.125rem 0.375rem; }
}
)css";

const StatusLook* LookOf(std::string_view status) {
  for (const auto& look : kValidityLooks) {
    if (look.status == status) return &look;
  }
  const auto* const found = std::ranges::find(kQualificationLooks, status, &StatusLook::status);
  return found == kQualificationLooks.end() ? nullptr : found;
}

std::string ColoursOf(const StatusLook& look) {
  std::string rule = "." + ClassOf(look.status) + " { color: ";
  return rule.append(look.ink).append("; background: ").append(look.paper).append("; }\n");
}

}  // namespace

Html Badge(std::string_view status) {
  const StatusLook* const look = LookOf(status);
  std::string words(status);
  std::ranges::replace(words, '_', ' ');
  return Text(std::string(look == nullptr ? "?" : look->symbol) + "\u00a0" + words);
}

std::string ClassOf(std::string_view status) {
  std::string name = "s-" + std::string(status);
  std::ranges::replace(name, '_', '-');
  return name;
}

Html StyleSheet() {
  std::string sheet(kSheet);
  for (const StatusLook& look : kValidityLooks) sheet += ColoursOf(look);
  for (const StatusLook& look : kQualificationLooks) sheet += ColoursOf(look);
  return Element("style", Html{sheet});
}

}  // namespace certlite::cli
