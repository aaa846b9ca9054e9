// JSON documents as values rather than bytes: made at random, written down in any of the ways that mean the same, and
// in the canonical form of RFC 8785, which is made here a second time and with nothing from core.
#ifndef CERTLITE_TESTS_RENDER_DOCUMENT_H_
#define CERTLITE_TESTS_RENDER_DOCUMENT_H_

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace certlite {

class Random {
 public:
  explicit Random(uint64_t seed) : bits_(seed) {}

  uint64_t Bits() { return bits_(); }
  size_t Below(size_t n) { return static_cast<size_t>(bits_() % n); }
  bool OneIn(size_t n) { return Below(n) == 0; }

 private:
  std::mt19937_64 bits_;
};

struct Document {
  enum class Kind : uint8_t { kNull, kBoolean, kNumber, kText, kArray, kObject };

  Kind kind = Kind::kNull;
  bool boolean = false;
  double number = 0;
  std::u32string text = {};
  std::vector<Document> children = {};
  std::vector<std::u32string> names = {};  // of an object's children

  bool is_container() const { return kind >= Kind::kArray; }
};

// A character of one of the kinds that are written or sorted differently.
char32_t RandomCharacter(Random& random);

// A name that `object` doesn't have, often one that begins as another of its names does.
std::u32string RandomName(Random& random, const Document& object);

// A scalar of any kind; numbers are of every magnitude.
Document RandomScalar(Random& random);

// An object of about `values` values, which nest at most `depth` deep.
Document RandomDocument(Random& random, size_t values, size_t depth);

// How elaborately a document is written: kPlain is the shortest, without what may be left out.
enum class Manner : uint8_t { kPlain, kAny };

// The document in one of the ways in which it can be written: the order of members, white space, escapes and the
// spelling of numbers are chosen at random, but for kPlain.
std::string Written(Random& random, const Document& document, Manner manner);

// The canonical form: names sorted as UTF-16, each text and number written in its only way.
std::string CanonicalOf(const Document& document);

}  // namespace certlite

#endif  // CERTLITE_TESTS_RENDER_DOCUMENT_H_
