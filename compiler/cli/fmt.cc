// schemac fmt: schema files in their one layout.
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <iterator>

#include <fmt/format.h>

#include "base/sql_tokens.h"
#include "cli/command.h"
#include "cli/files.h"
#include "sources/schemac/schemac.h"

namespace schemac {
namespace {

struct FmtArguments {
  std::vector<std::string> places;
  bool check = false;
};

constexpr const char* fmt_examples =
    "  schemac fmt shop.schemac\n"
    "  schemac fmt schema/             every .schemac file of a directory\n"
    "  schemac fmt --check .           changes nothing, exits with 2 when something would change\n"
    "  schemac fmt - < shop.schemac    standard input to standard output\n";

Result<std::vector<std::string>> files_of(const std::vector<std::string>& places) {
  std::vector<std::string> files;
  for (const auto& place : places) {
    std::error_code error;
    if (!std::filesystem::is_directory(place, error)) {
      files.push_back(place);
      continue;
    }
    const auto before = files.size();
    for (const auto& entry : std::filesystem::recursive_directory_iterator(place, error))
      if (entry.is_regular_file() && entry.path().extension() == ".schemac") files.push_back(entry.path().string());
    if (error) return failure("file", fmt::format("could not read the directory `{}`: {}", place, error.message()));
    if (files.size() == before)
      return failure("no-schema-files", fmt::format("no file that ends in `.schemac` in `{}`", place));
    std::sort(files.begin() + static_cast<std::ptrdiff_t>(before), files.end());
  }
  return files;
}

Result<std::string> formatted(const std::string& name, const std::string& text) {
  if (lower(std::filesystem::path(name).extension().string()) == ".sql")
    return failure(
        "unsupported-format",
        fmt::format("`{}` is SQL, expected a `.schemac` file: `schemac check` reads SQL, nothing lays it out", name));
  return format_schemac(std::make_shared<const SourceText>(SourceText{.name = name, .text = text}));
}

int format_input(const Console& console) {
  const std::string text{std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()};
  const auto result = formatted("standard input", text);
  if (!result) {
    console.report(result.error());
    return failed;
  }
  console.out << *result;
  return finish(console, fine);
}

Result<int> format_file(const std::string& path, bool check, const Console& console) {
  const auto text = read_file(path);
  if (!text) return std::unexpected(text.error());
  const auto result = formatted(path, *text);
  if (!result) return std::unexpected(result.error());
  if (*result == *text) return fine;
  if (check) {
    console.out << "would change " << path << '\n';
    return differences;
  }
  const auto written = write_file(path, *result, Overwrite::replace);
  if (!written) return std::unexpected(written.error());
  console.out << "formatted " << path << '\n';
  return fine;
}

int run_fmt(const FmtArguments& arguments, const Console& console) {
  if (arguments.places == std::vector<std::string>{"-"}) return format_input(console);
  const auto files = files_of(arguments.places);
  if (!files) {
    console.report(files.error());
    return failed;
  }
  bool broken = false;
  bool differ = false;
  for (const auto& file : *files) {
    const auto code = format_file(file, arguments.check, console);
    if (!code) console.report(code.error());
    broken = broken || !code;
    differ = differ || (code && *code == differences);
  }
  return finish(console, broken ? failed : differ ? differences : fine);
}

}  // namespace

void add_fmt(CLI::App& parser, Invocation& invocation) {
  auto* command = add_command(parser, invocation, "fmt", "format schema files", fmt_examples);
  auto arguments = std::make_shared<FmtArguments>();
  command->add_option("place", arguments->places, "files or directories; `-` is standard input")
      ->required()
      ->type_name("PLACE");
  command->add_flag("--check", arguments->check, "write nothing; exit with status 2 if a file would change");
  command->callback([arguments, &invocation] {
    invocation.action = [arguments](const Console& console) { return run_fmt(*arguments, console); };
  });
}

}  // namespace schemac
