// What a rehearsal showed, for people and for machines.
#pragma once

#include <string>

#include "verify/rehearse.h"

namespace schemac {

std::string rehearsal_text(const Plan& plan, const Rehearsal& held, bool colour);
std::string rehearsal_json(const Plan& plan, const Rehearsal& held);  // by schemas/rehearsal.schema.json

}  // namespace schemac
