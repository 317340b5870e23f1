// Operations in the SQL that Prisma writes for MySQL, with what the plan's own statement asserts about how the server
// does it.
#pragma once

#include <optional>
#include <string_view>

#include "emitters/prisma_words.h"

namespace schemac::prisma {

// `planned`: the one statement that the plan has for it. nullopt where Prisma has no word, or one that does something
// else.
std::optional<Words> words_for_mysql(const Operation& operation, std::string_view planned);

}  // namespace schemac::prisma
