// What is known of a rename: who says that it is one, why, and what became of it. For reports; the operations do not
// need it.
#pragma once

#include <string>
#include <vector>

#include "base/object_id.h"

namespace schemac {

enum class RenameOrigin {
  declared,    // `was`
  ordered,     // --rename, --no-rename
  remembered,  // renames.toml
  detected,
};

enum class RenameState {
  taken,    // a rename of this plan
  asked,    // may be one: until somebody decides, a drop and an addition
  refused,  // somebody said that it is none
  done,     // the database has it already
  stale,    // neither name is there: it can match nothing any more
};

struct FoundRename {
  ObjectId from;  // in the present schema's names
  ObjectId to;
  RenameOrigin origin = RenameOrigin::detected;
  RenameState state = RenameState::taken;
  double likelihood = 1;
  std::vector<std::string> reasons = {};  // what speaks for it, then `but …`
  std::string flag = {};                  // `users.name:full_name`, as --rename and --no-rename take it
};

std::string_view origin_word(RenameOrigin origin);  // "detected"
std::string_view state_word(RenameState state);     // "taken"

}  // namespace schemac
