// SQLite opens a view by opening every one that it names, each as often as it is named: with a few dozen of views, each
// naming the one before it twice, that takes for ever.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"

namespace schemac::sqlite {

struct ViewText {
  std::string name;
  std::string_view sql;
};

// An error for the first view that opens too many others.
Diagnostics overgrown_views(const std::vector<ViewText>& views);

}  // namespace schemac::sqlite
