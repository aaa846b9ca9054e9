// A host that is compiled without exceptions and without RTTI, linked beside one that has both.
#ifndef CERTLITE_TESTS_CPP_NO_EXCEPTIONS_H_
#define CERTLITE_TESTS_CPP_NO_EXCEPTIONS_H_

#include <string>

namespace certlite {

// Makes organizations in a store of its own and tells how many there are; the problem if it is refused.
std::string CountOrganizationsWithoutExceptions(int made);

}  // namespace certlite

#endif  // CERTLITE_TESTS_CPP_NO_EXCEPTIONS_H_
