#include "core/model/resource.h"

#include "core/model/certification.h"
#include "core/model/certification_type.h"
#include "core/model/member.h"
#include "core/model/organization.h"

namespace certlite {

namespace {

template <size_t kCount>
consteval Resource Describe(std::string_view name, std::string_view title, std::string_view schema,
                            const std::array<Field, kCount>& fields) {
  return {name,
          title,
          schema,
          fields,
          FieldIndex(fields, "id"),
          FieldIndex(fields, "created_at"),
          FieldIndex(fields, "updated_at"),
          FieldIndex(fields, "revision")};
}

}  // namespace

constexpr Resource kOrganizationResource =
    Describe("organization", "organization", "Organization", organization::kFields);
constexpr Resource kMemberResource = Describe("member", "organization member", "OrganizationMember", member::kFields);
constexpr Resource kCertificationTypeResource =
    Describe("certification_type", "certification type", "CertificationType", certification_type::kFields);
constexpr Resource kCertificationResource =
    Describe("certification", "certification", "Certification", certification::kFields);

}  // namespace certlite
