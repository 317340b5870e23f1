// MySQL and MariaDB carry a new name into no text: a view, a trigger, a routine or an event goes on to say the old one,
// and fails from then on.
#pragma once

#include "diff/diff.h"

namespace schemac {

// What the wanted side says nothing of and a rename breaks joins both sides, on the wanted one with the new names in
// its text: it is made again. True where there was any; the renames are then to be found once more.
bool follow_new_names(Schema& present, Schema& wanted, const std::vector<Operation>& renames, const Dialect& dialect);

// What joined the wanted side from the present one, because it may have to be made again, says the new names as the
// server would. True where a text changed.
bool follow_in_kept(std::vector<SqlObjectKey>& kept, const Schema& present, Schema& wanted,
                    const std::vector<Operation>& renames, const Dialect& dialect);

// What the wanted side declares in the old words.
Diagnostics texts_with_old_names(const Schema& present, const Schema& wanted, const std::vector<Operation>& renames,
                                 const Dialect& dialect);

}  // namespace schemac
