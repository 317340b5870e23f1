// The TOML parser, as every file that reads TOML has to include it.
//
// Debian's shared library is built with exceptions; without them the parser comes from the headers.
#pragma once

#undef TOML_HEADER_ONLY
#undef TOML_SHARED_LIB
#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include <memory>

#include "base/source_text.h"

namespace schemac {

Span span_of(const std::shared_ptr<const SourceText>& source, const toml::source_region& region);

}  // namespace schemac
