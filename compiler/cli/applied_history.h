// What a migration tool has noted in the database about what it ran there.
#pragma once

#include <optional>
#include <string>

#include "cli/console.h"
#include "emitters/emitter.h"
#include "sources/source.h"

namespace schemac {

// nullopt where the tool keeps no notes, where `from` is no database, and where the notes cannot be read, which is
// said. `folder` is the one that the tool's migrations are written to: its configuration stands near it.
std::optional<AppliedHistory> applied_history(std::string_view tool, const std::string& folder, const Source& from,
                                              const std::string& default_schema, const Console& console);

}  // namespace schemac
