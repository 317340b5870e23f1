#include "cli/emission.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <ctime>
#include <filesystem>

#include <fmt/chrono.h>
#include <fmt/ranges.h>

#include "cli/applied_history.h"
#include "cli/command.h"
#include "cli/files.h"
#include "cli/unqualified.h"
#include "connections/connection.h"
#include "emitters/left_out_schema.h"

namespace schemac {
namespace {

std::vector<std::string> emitter_names() {
  std::vector<std::string> names;
  for (const auto& emitter : emitters()) names.emplace_back(emitter.name);
  return names;
}

// Two tools never share a folder: several emitters get a folder each below --out.
std::string folder_of(const Emitter& emitter, const Emission& emission, const Settings& settings) {
  if (emission.out) {
    if (*emission.out == "-" || emission.emitters.size() == 1) return *emission.out;
    return (std::filesystem::path(*emission.out) / emitter.name).string();
  }
  if (const auto at = settings.out_of_emitter.find(std::string(emitter.name)); at != settings.out_of_emitter.end())
    return at->second;
  if (settings.out)
    return emission.emitters.size() == 1 ? *settings.out
                                         : (std::filesystem::path(*settings.out) / emitter.name).string();
  return emitter.single_file && emission.emitters.size() == 1 ? "-" : "";
}

Result<void> validate_place(const Emitter& emitter, const Emission& emission, const Settings& settings) {
  const auto folder = folder_of(emitter, emission, settings);
  if (folder.empty())
    return failure(
        "usage", fmt::format("no output directory for `{}`", emitter.name), {},
        fmt::format("add `--out=FOLDER`, or `[emitters.{}] out = \"FOLDER\"` to schemac.toml", emitter.name));
  if (folder.find("://") != std::string::npos)
    return failure(
        "usage", fmt::format("`{}` is a URL, expected the folder that files are written to", without_password(folder)),
        {}, "the database that a plan starts from is `--from`");
  if (folder == "-" && emission.emitters.size() > 1)
    return failure("usage", "found several emitters and `--out=-`, expected one emitter or a folder", {},
                   "give each its own run, or `--out=FOLDER`");
  if (folder == "-" && !emitter.single_file)
    return failure("usage",
                   fmt::format("`{}` writes several files, so it cannot write to standard output", emitter.name), {},
                   "add `--out=FOLDER`");
  if (folder != "-" && emission.down)
    return failure("usage", "found `--down` with a folder, expected it with standard output", {},
                   "files carry the way back already; add `--out=-` to print it alone");
  return {};
}

int write_files(const std::vector<OutputFile>& files, const std::string& folder, const Emission& emission,
                const Console& console) {
  for (const auto& file : files) {
    const auto path = std::filesystem::path(folder) / file.path;
    if (file.present && !emission.force) {
      console.out << describe(Written::unchanged) << ' ' << path.string() << '\n';
      continue;
    }
    const auto written = write_file(path, file.content, emission.force ? Overwrite::replace : Overwrite::refuse);
    if (!written) {
      console.report(written.error());
      return failed;
    }
    console.out << describe(*written) << ' ' << path.string() << '\n';
  }
  return fine;
}

// A tool's own connection looks in the default schema; whoever runs a script by hand may look elsewhere.
std::string left_out_by(const Emitter& emitter, const std::string& default_schema) {
  const bool has_connection =
      emitter.name == "alembic" || emitter.name == "knex" || emitter.name == "flyway" || emitter.name == "prisma";
  return has_connection ? default_schema : std::string();
}

int emit_with(const Emitter& emitter, const Plan& plan, const Emission& emission, const Settings& settings,
              const std::string& when, const Console& console) {
  const auto schema = left_out_by(emitter, emission.default_schema);
  const LeftOutSchema left_out(schema);
  const auto folder = folder_of(emitter, emission, settings);
  const bool to_output = folder == "-";
  EmitOptions options{
      .out_directory = to_output ? "" : folder, .message = emission.message, .down = emission.down, .timestamp = when};
  if (emission.from && !emission.no_history_check)
    options.applied = applied_history(emitter.name, folder, *emission.from, emission.default_schema, console);
  const auto files = emitter.emit(unqualified(plan, schema), options);
  if (!files) {
    console.report(files.error());
    return exit_code_of(files.error());
  }
  const bool written = std::ranges::any_of(*files, [](const OutputFile& file) { return !file.present; });
  if (emitter.remarks && written) console.report(emitter.remarks(options));
  if (!to_output) return write_files(*files, folder, emission, console);
  for (const auto& file : *files) console.out << file.content;
  return fine;
}

}  // namespace

Result<std::string> timestamp() {
  auto seconds = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  if (const auto epoch = environment_variable("SOURCE_DATE_EPOCH")) {
    const auto [end, error] = std::from_chars(epoch->data(), epoch->data() + epoch->size(), seconds);
    if (error != std::errc() || end != epoch->data() + epoch->size() || seconds < 0)
      return failure("usage", fmt::format("SOURCE_DATE_EPOCH is `{}`, expected seconds since 1970", *epoch));
  }
  return fmt::format("{:%Y%m%d%H%M%S}", fmt::gmtime(seconds));
}

std::string emitter_list() { return fmt::format("{}", fmt::join(emitter_names(), ", ")); }

Result<void> validate(const Emission& emission, const Settings& settings) {
  for (const auto& name : emission.emitters) {
    const auto* emitter = find_emitter(name);
    if (!emitter) {
      const auto near = nearest(name, emitter_names());
      return failure("usage",
                     fmt::format("no emitter `{}`, expected one of `{}`", name, fmt::join(emitter_names(), "`, `")), {},
                     near.empty() ? "" : fmt::format("did you mean `{}`?", near));
    }
    if (auto place = validate_place(*emitter, emission, settings); !place) return place;
  }
  return {};
}

int emit_plan(const Plan& plan, const Emission& emission, const Settings& settings, const Console& console) {
  const auto when = timestamp();
  if (!when) {
    console.report(when.error());
    return usage;
  }
  for (const auto& name : emission.emitters) {
    const auto* emitter = find_emitter(name);
    if (!emitter) broken_invariant("emitters are validated before they run");
    if (const int code = emit_with(*emitter, plan, emission, settings, *when, console); code != fine) return code;
  }
  return finish(console, fine);
}

int print_report(const Plan& plan, std::string_view emitter, Detail detail, const Console& console) {
  const auto* report = find_emitter(emitter);
  if (!report) broken_invariant("every report is an emitter");
  const auto when = timestamp();
  if (!when) {
    console.report(when.error());
    return usage;
  }
  const auto files = report->emit(
      plan, {.timestamp = *when, .colour = console.colour_out, .width = console.width, .full = detail == Detail::full});
  if (!files) {
    console.report(files.error());
    return exit_code_of(files.error());
  }
  for (const auto& file : *files) console.out << file.content;
  return finish(console, fine);
}

}  // namespace schemac
