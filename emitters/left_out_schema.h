// The schema that the files of a tool leave out of names: where they are run, names without one are in it. It holds for
// as long as an emitter writes; the words of a tool are made far from where that is known.
#pragma once

#include <string>

namespace schemac {

class LeftOutSchema {
 public:
  explicit LeftOutSchema(std::string schema);
  ~LeftOutSchema();
  LeftOutSchema(const LeftOutSchema&) = delete;
  LeftOutSchema& operator=(const LeftOutSchema&) = delete;
};

// `standard` is what the tool leaves out when nobody says anything; empty: nothing.
bool is_left_out(const std::string& schema, const std::string& standard = {});

}  // namespace schemac
