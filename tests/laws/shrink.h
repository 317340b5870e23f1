// Makes a failing pair smaller while it still fails: whoever looks at it should see the fault and nothing else.
#pragma once

#include <functional>

#include "tests/laws/sketch.h"

namespace schemac::test {

using StillFails = std::function<bool(const SketchPair&)>;

SketchPair shrunk(SketchPair pair, const StillFails& still_fails);

}  // namespace schemac::test
