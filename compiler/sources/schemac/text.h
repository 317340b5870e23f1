// What every text must be before it is read: UTF-8 without NUL bytes, and no larger than a schema can sensibly be.
#pragma once

#include "base/diagnostic.h"

namespace schemac::language {

constexpr std::size_t largest_text = 64U << 20U;

Result<void> readable(const std::shared_ptr<const SourceText>& source);

}  // namespace schemac::language
