// Which files of SQL in a directory are run, and in which order.
#pragma once

#include <filesystem>
#include <vector>

namespace schemac {

// Leaves out what leads back (`down.sql`, `1_users.down.sql`, Flyway's `U1__users.sql`) and sorts the others as their
// tools do: numbers by value (`V10` behind `V2`, `V1_1` behind `V1`), Flyway's repeatable ones (`R__views.sql`) last.
// Of Flyway's baselines (`B5__all.sql`) the newest takes the place of what is not newer.
void choose_migrations(std::vector<std::filesystem::path>& files);

}  // namespace schemac
