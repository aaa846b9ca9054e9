// The resources: one table of fields each, in the order in which answers print them.
#ifndef CERTLITE_CORE_MODEL_RESOURCE_H_
#define CERTLITE_CORE_MODEL_RESOURCE_H_

#include <span>
#include <string_view>

#include "core/model/field.h"

namespace certlite {

struct Resource {
  std::string_view name;    // "certification_type", as operations spell it
  std::string_view title;   // "certification type", as people do
  std::string_view schema;  // "CertificationType", as the published API does
  std::span<const Field> fields;
  // Positions of the fields that every resource has.
  size_t id;
  size_t created_at;
  size_t updated_at;
  size_t revision;
};

extern const Resource kOrganizationResource;
extern const Resource kMemberResource;
extern const Resource kCertificationTypeResource;
extern const Resource kCertificationResource;

}  // namespace certlite

#endif  // CERTLITE_CORE_MODEL_RESOURCE_H_
