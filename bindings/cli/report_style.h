// How reports look: a symbol, a word and a colour for each status, and the style sheet.
#ifndef CERTLITE_BINDINGS_CLI_REPORT_STYLE_H_
#define CERTLITE_BINDINGS_CLI_REPORT_STYLE_H_

#include <array>
#include <string>
#include <string_view>

#include "bindings/cli/html.h"

namespace certlite::cli {

// The symbol and the word tell a status on paper without colours, too.
struct StatusLook {
  std::string_view status;
  std::string_view symbol;
  std::string_view ink;
  std::string_view paper;
};

inline constexpr std::array kValidityLooks = {
    StatusLook{"valid", "✓", "#14532d", "#dcfce7"},         StatusLook{"expiring_soon", "▲", "#713f12", "#fef3c7"},
    StatusLook{"in_grace", "◆", "#7c2d12", "#ffedd5"},      StatusLook{"expired", "✗", "#7f1d1d", "#fee2e2"},
    StatusLook{"not_yet_valid", "○", "#1e3a8a", "#e0e7ff"}, StatusLook{"invalid", "⊘", "#374151", "#e5e7eb"},
};

inline constexpr std::array kQualificationLooks = {
    StatusLook{"qualified", "✓", "#14532d", "#dcfce7"},
    StatusLook{"partially_qualified", "◐", "#713f12", "#fef3c7"},
    StatusLook{"not_qualified", "✗", "#7f1d1d", "#fee2e2"},
};

// `status` with its symbol and as people say it: "✓ valid".
Html Badge(std::string_view status);

// The class that gives an element the colours of `status`.
std::string ClassOf(std::string_view status);

// The style sheet, for the screen and for paper.
Html StyleSheet();

}  // namespace certlite::cli

#endif  // CERTLITE_BINDINGS_CLI_REPORT_STYLE_H_
