// Sequence options as they are written and as they are: what is left out follows from the type and the direction.
#pragma once

#include <functional>

#include "sources/schemac/syntax.h"

namespace schemac::language {

// What an engine takes for a sequence of this type that goes up or down.
SequenceOptions default_options(const std::string& type, std::int64_t increment);

// `report` is called for what cannot be.
SequenceOptions sequence_options(const std::vector<SequenceOptionSyntax>& written, const std::string& type,
                                 const std::function<void(std::string, Range)>& report);

// The written form of what differs from the default: `start 100 increment 10`; `type` is printed unless it is
// `implied`.
std::string written_options(const SequenceOptions& options, const std::string& implied_type);

}  // namespace schemac::language
