#include "tests/render/document.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <map>
#include <numeric>
#include <optional>
#include <string_view>
#include <utility>

#include "tests/render/unicode.h"

namespace certlite {
namespace {

using Kind = Document::Kind;

constexpr double kIntegerMax = 9007199254740991;  // what may be written as an integer

char32_t Within(Random& random, char32_t first, char32_t last) {
  return first + static_cast<char32_t>(random.Below(last - first + 1));
}

double RandomNumber(Random& random) {
  const double sign = random.OneIn(2) ? 1 : -1;
  switch (random.Below(8)) {
    case 0:
      return sign * static_cast<double>(random.Below(1'000));
    case 1:
      return sign * static_cast<double>(random.Below(1'000'000)) / 100;
    case 2:  // an integer of any length that has its own double
      return sign * static_cast<double>(random.Bits() >> (11 + random.Below(53)));
    case 3: {  // any double at all
      const auto number = std::bit_cast<double>(random.Bits());
      return std::isfinite(number) ? number : sign * 0.5;
    }
    case 4: {  // few digits, any magnitude
      const std::string digits = std::to_string(random.Below(10'000));
      return sign *
             std::strtod((digits + "e" + std::to_string(static_cast<int>(random.Below(630)) - 326)).c_str(), nullptr);
    }
    case 5: {  // at a power of two, where doubles lie closer on one side
      const double power = sign * std::ldexp(1.0, static_cast<int>(random.Below(2098)) - 1074);
      return random.OneIn(2) ? power : std::nextafter(power, 0);
    }
    case 6: {  // where the layout changes and where integers end
      constexpr double kEdges[] = {1e20, 1e21, 1e22, 1e-5, 1e-6, 1e-7, 0.1, 1e15, 1e16, kIntegerMax, kIntegerMax + 1};
      const double edge = kEdges[random.Below(std::size(kEdges))];
      return sign * (random.OneIn(2) ? edge : std::nextafter(edge, random.OneIn(2) ? 0 : 1e300));
    }
    default:
      return sign * 0;
  }
}

std::u32string RandomText(Random& random) {
  std::u32string text;
  for (size_t left = random.OneIn(40) ? random.Below(200) : random.Below(10); left > 0; --left) {
    text += RandomCharacter(random);
  }
  return text;
}

// Lets `container` grow by some of `left` values; one in `nesting` is a container. The outermost takes them all.
void Grow(Random& random, Document& container, size_t& left, size_t depth, size_t nesting, bool outermost) {
  if (!outermost && random.OneIn(8)) return;  // empty
  while (left > 0) {
    --left;
    Document child;
    if (depth > 0 && random.OneIn(nesting)) {
      child.kind = random.OneIn(3) ? Kind::kObject : Kind::kArray;
      Grow(random, child, left, depth - 1, nesting, false);
    } else {
      child = RandomScalar(random);
    }
    if (container.kind == Kind::kObject) container.names.push_back(RandomName(random, container));
    container.children.push_back(std::move(child));
    if (!outermost && random.OneIn(5)) return;
  }
}

// A number other than 0 without its sign: the value is 0.DIGITS times ten to the power of `point`.
struct Decimal {
  std::string digits;  // neither begins nor ends with a zero
  int point = 0;

  double value() const { return std::strtod(("0." + digits + "e" + std::to_string(point)).c_str(), nullptr); }
};

// `number`, which is positive, rounded to `precision` digits.
Decimal Rounded(double number, int precision) {
  char text[40];
  std::snprintf(text, sizeof text, "%.*e", precision - 1, number);
  const std::string_view written(text);
  const size_t e = written.find('e');
  Decimal decimal{std::string(written.substr(0, e)), std::atoi(text + e + 1) + 1};
  std::erase(decimal.digits, '.');
  decimal.digits.erase(decimal.digits.find_last_not_of('0') + 1);
  return decimal;
}

// The digits that read back as `number`, which is positive, if so many suffice. Where doubles lie closer below than
// above, they may be the ones above the rounded ones.
std::optional<Decimal> ReadingBack(double number, int precision) {
  Decimal decimal = Rounded(number, precision);
  if (decimal.value() == number) return decimal;
  decimal.digits.resize(static_cast<size_t>(precision), '0');
  if (decimal.digits.back() == '9') return std::nullopt;  // those above are fewer
  ++decimal.digits.back();
  return decimal.value() == number ? std::optional(decimal) : std::nullopt;
}

// The fewest digits that read back as `number`, which is positive.
Decimal Shortest(double number) {
  for (int precision = ReadingBack(number, 15) ? 1 : 16; precision < 17; ++precision) {
    if (const auto decimal = ReadingBack(number, precision)) return *decimal;
  }
  return Rounded(number, 17);
}

std::string Zeros(int count) { return std::string(static_cast<size_t>(std::max(count, 0)), '0'); }

// `decimal` with its point after `point` digits.
std::string Pointed(const Decimal& decimal, int point) {
  const auto count = static_cast<int>(decimal.digits.size());
  if (point <= 0) return "0." + Zeros(-point) + decimal.digits;
  if (point >= count) return decimal.digits + Zeros(point - count);
  return decimal.digits.substr(0, static_cast<size_t>(point)) + "." + decimal.digits.substr(static_cast<size_t>(point));
}

// ECMAScript's Number::toString.
std::string CanonicalNumber(double number) {
  if (number == 0) return "0";
  if (number < 0) return "-" + CanonicalNumber(-number);
  const Decimal decimal = Shortest(number);
  if (decimal.point > -6 && decimal.point <= 21) return Pointed(decimal, decimal.point);
  char exponent[16];
  std::snprintf(exponent, sizeof exponent, "e%+d", decimal.point - 1);
  return Pointed(decimal, 1) + exponent;
}

std::string CanonicalText(const std::u32string& text) {
  constexpr std::string_view kShort = "b\bt\tn\nf\fr\r\"\"\\\\";  // the letter, then what it stands for
  std::string out = "\"";
  for (const char32_t c : text) {
    const size_t at = c < 0x80 ? kShort.find(static_cast<char>(c)) : std::string_view::npos;
    if (at != std::string_view::npos && (c < 0x20 || c == '"' || c == '\\')) {
      out += '\\';
      out += kShort[c < 0x20 ? at - 1 : at];
    } else if (c < 0x20) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(c));
      out += escape;
    } else {
      AppendUtf8(out, c);
    }
  }
  return out + "\"";
}

std::string CanonicalObject(const Document& object) {
  std::map<std::u16string, size_t> sorted;
  for (size_t i = 0; i < object.names.size(); ++i) {
    std::u16string name;
    for (const char32_t c : object.names[i]) AppendUtf16(name, c);
    sorted[name] = i;
  }
  std::string out;
  for (const auto& [name, i] : sorted) {
    out += (out.empty() ? "{" : ",") + CanonicalText(object.names[i]) + ":" + CanonicalOf(object.children[i]);
  }
  return out.empty() ? "{}" : out + "}";
}

std::string CanonicalArray(const Document& array) {
  std::string out;
  for (const Document& item : array.children) out += (out.empty() ? "[" : ",") + CanonicalOf(item);
  return out.empty() ? "[]" : out + "]";
}

class Writer {
 public:
  Writer(Random& random, Manner manner) : random_(random), free_(manner == Manner::kAny) {}

  void Write(const Document& document) {
    Space();
    switch (document.kind) {
      case Kind::kNull:
        out_ += "null";
        break;
      case Kind::kBoolean:
        out_ += document.boolean ? "true" : "false";
        break;
      case Kind::kNumber:
        WriteNumber(document.number);
        break;
      case Kind::kText:
        WriteText(document.text);
        break;
      case Kind::kArray:
      case Kind::kObject:
        WriteChildren(document);
        break;
    }
    Space();
  }

  std::string Take() { return std::move(out_); }

 private:
  bool Sometimes(size_t n) { return free_ && random_.OneIn(n); }

  void Space() {
    while (Sometimes(3)) out_ += " \t\n\r"[random_.Below(4)];
  }

  void WriteChildren(const Document& container) {
    std::vector<size_t> order(container.children.size());
    std::iota(order.begin(), order.end(), size_t{0});
    const bool is_object = container.kind == Kind::kObject;
    for (size_t i = order.size(); is_object && free_ && i > 1; --i) std::swap(order[i - 1], order[random_.Below(i)]);
    out_ += is_object ? '{' : '[';
    if (order.empty()) Space();
    for (const size_t i : order) {
      if (i != order.front()) out_ += ',';
      if (is_object) {
        Space();
        WriteText(container.names[i]);
        Space();
        out_ += ':';
      }
      Write(container.children[i]);
    }
    out_ += is_object ? '}' : ']';
  }

  void WriteText(const std::u32string& text) {
    out_ += '"';
    for (const char32_t c : text) WriteCharacter(c);
    out_ += '"';
  }

  void WriteCharacter(char32_t c) {
    constexpr std::string_view kShort = "b\bt\tn\nf\fr\r";
    const bool must = c < 0x20 || c == '"' || c == '\\';
    if (!must && !Sometimes(4)) {
      AppendUtf8(out_, c);
      return;
    }
    const size_t at = c < 0x20 ? kShort.find(static_cast<char>(c)) : std::string_view::npos;
    const bool has_short = at != std::string_view::npos || c == '"' || c == '\\' || c == '/';
    if (has_short && !Sometimes(2)) {
      out_ += '\\';
      out_ += c < 0x20 ? kShort[at - 1] : static_cast<char>(c);
      return;
    }
    std::u16string units;
    AppendUtf16(units, c);
    for (const char16_t unit : units) {
      out_ += "\\u";
      for (int shift = 12; shift >= 0; shift -= 4) {
        out_ += (Sometimes(2) ? "0123456789ABCDEF" : "0123456789abcdef")[unit >> shift & 15];
      }
    }
  }

  void WriteNumber(double number) {
    if (number < 0 || (number == 0 && Sometimes(4))) out_ += '-';
    const size_t begin = out_.size();
    int exponent = 0;
    bool has_exponent = Sometimes(2);
    if (number == 0) {
      out_ += '0';
      exponent = static_cast<int>(random_.Below(30)) - 15;
    } else {
      const Decimal decimal = free_ && !random_.OneIn(4) ? Rounded(std::abs(number), 17) : Shortest(std::abs(number));
      // Without an exponent, where that doesn't get too long.
      has_exponent = has_exponent || decimal.point < -20 || decimal.point > 25;
      const auto digits = static_cast<int>(decimal.digits.size());
      const int point = !has_exponent ? decimal.point : free_ ? static_cast<int>(random_.Below(25)) - 4 : digits;
      out_ += Pointed(decimal, point);
      exponent = decimal.point - point;
    }
    const bool has_point = out_.find('.', begin) != std::string::npos;
    // An integer beyond 2^53 - 1 must not look like one.
    if (!has_point && (Sometimes(3) || (!has_exponent && std::abs(number) > kIntegerMax))) out_ += ".0";
    if (out_.find('.', begin) != std::string::npos) {
      while (Sometimes(4)) out_ += '0';
    }
    if (has_exponent) WriteExponent(exponent);
  }

  void WriteExponent(int exponent) {
    out_ += Sometimes(2) ? 'E' : 'e';
    if (exponent < 0) {
      out_ += '-';
    } else if (Sometimes(2)) {
      out_ += exponent == 0 && Sometimes(2) ? '-' : '+';
    }
    while (Sometimes(6)) out_ += '0';
    out_ += std::to_string(std::abs(exponent));
  }

  Random& random_;
  bool free_;
  std::string out_;
};

}  // namespace

char32_t RandomCharacter(Random& random) {
  constexpr char32_t kEscaped[] = {'"', '\\', '/', '\b', '\f', '\n', '\r', '\t'};
  constexpr char32_t kEdges[] = {0x7F,   0x80,   0x7FF,  0x800,  0x2028, 0x2029,  0xD7FF,   0xE000,
                                 0xEFFF, 0xF000, 0xFEFF, 0xFFFE, 0xFFFF, 0x10000, 0x10FFFF, 0x1F600};
  switch (random.Below(10)) {
    case 0:
      return kEscaped[random.Below(std::size(kEscaped))];
    case 1:
      return Within(random, 0x01, 0x1F);
    case 2:
      return Within(random, 0x80, 0xD7FF);
    case 3:
      return Within(random, 0xE000, 0xFFFF);
    case 4:
      return Within(random, 0x10000, 0x10FFFF);
    case 5:
      return kEdges[random.Below(std::size(kEdges))];
    default:
      return Within(random, 0x20, 0x7E);
  }
}

std::u32string RandomName(Random& random, const Document& object) {
  std::u32string name;
  do {
    name.clear();
    if (!object.names.empty() && random.OneIn(2)) {
      name = object.names[random.Below(object.names.size())];
      name.resize(random.Below(name.size() + 1));
    }
    for (size_t left = random.Below(5); left > 0; --left) name += RandomCharacter(random);
  } while (std::ranges::find(object.names, name) != object.names.end());
  return name;
}

Document RandomScalar(Random& random) {
  switch (random.Below(9)) {
    case 0:
    case 1:
      return {};
    case 2:
      return {.kind = Kind::kBoolean, .boolean = random.OneIn(2)};
    case 3:
    case 4:
    case 5:
      return {.kind = Kind::kNumber, .number = RandomNumber(random)};
    default:
      return {.kind = Kind::kText, .text = RandomText(random)};
  }
}

Document RandomDocument(Random& random, size_t values, size_t depth) {
  constexpr size_t kNesting[] = {1, 2, 2, 2, 2, 3, 3, 8};
  Document document{.kind = Kind::kObject};
  const size_t nesting = kNesting[random.Below(std::size(kNesting))];
  Grow(random, document, values, depth - 1, nesting, true);
  return document;
}

std::string Written(Random& random, const Document& document, Manner manner) {
  Writer writer(random, manner);
  writer.Write(document);
  return writer.Take();
}

std::string CanonicalOf(const Document& document) {
  switch (document.kind) {
    case Kind::kNull:
      return "null";
    case Kind::kBoolean:
      return document.boolean ? "true" : "false";
    case Kind::kNumber:
      return CanonicalNumber(document.number);
    case Kind::kText:
      return CanonicalText(document.text);
    case Kind::kArray:
      return CanonicalArray(document);
    case Kind::kObject:
      return CanonicalObject(document);
  }
  return {};
}

}  // namespace certlite
