#include "bench/card.h"

#include <array>
#include <cstdio>

#include "core/base/date.h"

namespace certlite::bench {
namespace {

std::string Hex(uint32_t number) {
  std::array<char, 9> text;
  std::snprintf(text.data(), text.size(), "%08x", number);
  return text.data();
}

std::string Day(int32_t day) {
  std::string text;
  AppendDate(text, day);
  return text;
}

}  // namespace

// A bijection of 32 bits with good avalanche. Source: Chris Wellons, "Prospecting for Hash Functions", lowbias32.
uint32_t Mix(uint32_t i) {
  i ^= i >> 16;
  i *= 0x7feb352dU;
  i ^= i >> 15;
  i *= 0x846ca68bU;
  return i ^ (i >> 16);
}

std::string CardRequest(const Directory& directory, size_t i) {
  const uint32_t chance = Mix(static_cast<uint32_t>(i));
  const int32_t issued = kFirstIssued + static_cast<int32_t>(chance % kIssuedDays);
  std::string out = "{\n  \"organization_member_id\": \"";
  out += directory.member_ids[chance % directory.member_ids.size()];
  out += "\",\n  \"external_id\": \"training-" + Hex(chance);
  out += "\",\n  \"external_source\": \"lms\",\n  \"certification_type_id\": \"";
  out += directory.type_ids[i % directory.type_ids.size()];
  out += "\",\n  \"source\": \"api\",\n  \"issued_on\": \"" + Day(issued);
  out += "\",\n  \"expires_on\": \"" + Day(issued + 730);
  out += "\",\n  \"issuer_name\": \"Esbjerg Safety Training\",\n  \"serial_number\": \"WAH-" + Hex(Mix(chance));
  out += "\"\n}\n";
  return out;
}

std::string CardKey(size_t i) {
  const uint32_t a = Mix(static_cast<uint32_t>(i) ^ 0x5bd1e995U);
  const std::string tail = Hex(Mix(a));
  return Hex(a) + "-" + tail.substr(0, 4) + "-4" + tail.substr(4, 3) + "-8" + tail.substr(1, 3) + "-" + Hex(Mix(~a)) +
         tail.substr(0, 4);
}

std::string LineOf(std::string request, const std::string& key) {
  std::erase(request, '\n');
  request.insert(request.size() - 1, ", \"idempotency_key\": \"" + key + "\"");
  return request + "\n";
}

std::string CardLine(const Directory& directory, size_t i) { return LineOf(CardRequest(directory, i), CardKey(i)); }

}  // namespace certlite::bench
