// MySQL learns between patches, so the number behind the point holds both there: 8.0.33 is `minor` 133, 10.11.6 is 1206. A number below 100
// is what somebody wrote in a file, and leaves the patch open. Of the other engines it is what it says.
#pragma once

#include <string>

#include "schema/schema.h"

namespace schemac {

constexpr int packed_minor(int minor, int patch) { return (minor + 1) * 100 + patch; }
constexpr bool is_packed(const Engine& engine) { return engine.minor >= 100; }
constexpr int minor_of(const Engine& engine) { return is_packed(engine) ? engine.minor / 100 - 1 : engine.minor; }
// Of a version without a patch: one that is newer than all.
constexpr int patch_of(const Engine& engine) { return is_packed(engine) ? engine.minor % 100 : 99; }

}  // namespace schemac
