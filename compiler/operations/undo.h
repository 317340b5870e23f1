// What undoes an operation, and how well.
#pragma once

#include <string>
#include <vector>

namespace schemac {

struct Operation;

enum class UndoQuality {
  exact,       // structure and rows as before
  loses_data,  // structure as before; `loss` says which rows or values are gone, and from when
  impossible,  // `loss` says why
};

struct Undo {
  std::vector<Operation> operations = {};  // in the order in which they run
  UndoQuality quality = UndoQuality::exact;
  std::string loss = {};
};

}  // namespace schemac
