// Blocks of schema.prisma as text.
#pragma once

#include <string>

#include "sources/prisma/print_model.h"

namespace schemac::prisma {

// One line of a field or a label, its parts padded to these widths.
std::string field_line(const PrintedBlock& block, const PrintedField& field, std::size_t name_width,
                       std::size_t type_width);

std::string laid_out(const PrintedBlock& block);

}  // namespace schemac::prisma
