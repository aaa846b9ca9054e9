#include "bench/growth/cards.h"

#include <array>
#include <cstring>
#include <string_view>

#include "bench/card.h"
#include "core/base/uuid.h"

namespace certlite::bench {

std::string GrownRequest(Order order, const Directory& directory, size_t i) {
  std::string request = CardRequest(directory, i);
  if (order == Order::kChance) return request;
  constexpr std::string_view kStart = R"("external_id": "training-)";
  constexpr size_t kDigits = 8;
  const std::string number = std::to_string(i);
  const size_t at = request.find(kStart) + kStart.size();
  return request.replace(at, kDigits, std::string(kDigits - number.size(), '0') + number);
}

std::string GrownKey(Order order, size_t i) {
  if (order == Order::kChance) return CardKey(i);
  std::array<uint8_t, 10> chance = {};
  const uint32_t mixed = Mix(static_cast<uint32_t>(i));
  std::memcpy(chance.data() + 2, &mixed, sizeof(mixed));
  std::string key;
  AppendUuid(key, MakeUuidV7(CardInstant(i), chance));
  return key;
}

std::string GrownLine(Order order, const Directory& directory, size_t i) {
  return LineOf(GrownRequest(order, directory, i), GrownKey(order, i));
}

}  // namespace certlite::bench
