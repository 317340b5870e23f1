// From which likelihood on a rename is taken without a question, and from which it is asked about. Below both it is a
// drop and an addition.
#pragma once

namespace schemac {

struct RenameThresholds {
  double sure = 0.83;
  double ask = 0.2;
};

}  // namespace schemac
