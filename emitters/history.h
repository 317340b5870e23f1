// Where the folder of a migration tool stands: what it holds, what the database has of it, and whether its last files
// already say what is about to be written.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "emitters/emitter.h"

namespace schemac {

// A migration of the folder. Where the tool notes names, `key` is the name, where it notes versions, the version.
struct FolderMigration {
  std::string key;
  std::string number;         // what a new one is numbered by; empty when it has none
  std::string file;           // below the folder
  std::string checksum = {};  // as the tool notes it; empty when it notes none
};

// What the messages about a tool say.
struct ToolWords {
  std::string_view run;     // brings the database up to date
  std::string_view adopt;   // notes migrations as run without running them
  std::string_view repair;  // after a failure, or when a file that ran was changed
  bool refuses_edited;      // the tool goes no further over a changed file
};

// The migrations in the order of the tool.
struct History {
  std::string folder;
  std::vector<FolderMigration> migrations;
  ToolWords words;
};

// The files for the next `count` numbers; those of the folder's last migrations where they say the same and have not
// run, `present` then. A database that is behind the folder, or that another folder led to where it is, is an error.
Result<std::vector<OutputFile>> next_files(
    const History& history, const EmitOptions& options, std::size_t count,
    const std::function<Result<std::vector<std::string>>()>& next_numbers,
    const std::function<std::vector<OutputFile>(const std::vector<std::string>&)>& files_numbered);

// What stops the tool, or would be done twice. `written` are the folder's migrations that say what is to be written.
Diagnostics problems_of(const History& history, const EmitOptions& options,
                        const std::vector<FolderMigration>& written = {});

// What does not stop the tool: notes that miss, files of another folder.
Diagnostics remarks_on(const History& history, const EmitOptions& options);

std::string folder_name(const EmitOptions& options);

}  // namespace schemac
