// How a new revision's file is called: `file_template` of the project's alembic.ini or pyproject.toml, spelled as
// Alembic spells it.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"

namespace schemac::alembic {

struct Naming {
  std::string file_template = "%(rev)s_%(slug)s";
  std::size_t longest_slug = 40;
  bool recursive = false;  // revisions may stand in folders below `versions`
  std::string stated_in = {};
  std::string script_folder = {};       // with env.py and script.py.mako
  std::vector<std::string> hooks = {};  // post_write_hooks, as commands
};

// Of the nearest configuration above the versions folder that names this folder; Alembic's own defaults when there is
// none.
Result<Naming> naming_of(const std::string& versions_folder);

// A path below the versions folder. `timestamp` is `20261121134500`, in UTC.
Result<std::string> revision_file(const Naming& naming, const std::string& revision, std::string_view title,
                                  const std::string& timestamp);

// A file of sections as Python's configparser reads it: section → key in lower case → value, not interpolated.
std::map<std::string, std::map<std::string, std::string>> parse_ini(std::string_view text);

}  // namespace schemac::alembic
