// schema.prisma as a source and as a target.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sources/source.h"

namespace schemac {

// One schema from all the files of a place. `name` is the place, for people.
Result<Source> read_prisma(const std::vector<std::shared_ptr<const SourceText>>& files, const std::string& name,
                           const SourceOptions& options);

}  // namespace schemac
