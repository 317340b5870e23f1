// A plan for MySQL or MariaDB as a shell script in which another program copies the tables, beside those who write.
#pragma once

#include <string>

#include "plan/plan.h"

namespace schemac {

// Empty where no step would be done otherwise than by the SQL. `file` is what the script is called.
std::string online_script(const Plan& plan, const std::string& title, const std::string& file);

}  // namespace schemac
