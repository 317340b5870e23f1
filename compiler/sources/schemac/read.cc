// Texts of schemac's own language to a Source.
#include <algorithm>
#include <charconv>
#include <set>
#include <tuple>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "schema/engine_version.h"
#include "sources/missing_names.h"
#include "sources/schemac/reader.h"
#include "sources/schemac/resolve.h"
#include "sources/schemac/schemac.h"
#include "sources/schemac/text.h"

namespace schemac {
namespace {

using namespace language;

void append(Diagnostics& to, const Diagnostics& more) { to.insert(to.end(), more.begin(), more.end()); }

void sort_by_place(Diagnostics& problems) {
  std::stable_sort(problems.begin(), problems.end(), [](const Diagnostic& a, const Diagnostic& b) {
    if (!a.where || !b.where) return static_cast<bool>(a.where) && !b.where;
    return std::tie(a.where.source->name, a.where.begin) < std::tie(b.where.source->name, b.where.begin);
  });
}

std::string known_dialects() {
  std::string out;
  for (const auto& entry : dialects())
    out += fmt::format("{}`{}`", out.empty() ? "" : " or ", entry.dialect->traits().name);
  return out;
}

int part(std::string_view text) {
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

struct Stated {
  const DialectEntry* entry = nullptr;
  Engine engine;
  Span where;
};

// The dialect that the texts agree on.
std::optional<Stated> stated_dialect(const std::vector<FileSyntax>& files, Diagnostics& problems) {
  std::optional<Stated> out;
  for (const auto& file : files) {
    for (const auto& declaration : file.declarations) {
      const auto* dialect = std::get_if<DialectSyntax>(&declaration.body);
      if (!dialect) continue;
      const auto at = span(file.source, dialect->name.at);
      const auto* entry = find_dialect(lower(dialect->name.text));
      if (!entry) {
        problems.push_back(error_at(
            "unknown-dialect", fmt::format("no dialect `{}`, expected {}", dialect->name.text, known_dialects()), at));
        continue;
      }
      auto engine = engine_called(lower(dialect->name.text));
      if (dialect->version) {
        const std::string_view version = dialect->version->text;
        const auto dot = version.find('.');
        const int major = part(version.substr(0, dot));
        // `dialect mysql 10.11` was written before MariaDB had a word of its own; MySQL went from 9 to 26
        const bool only_mariadb = engine == engine_called("mysql") && major >= 10 && major < 26;
        if (only_mariadb) engine = engine_called("mariadb");
        engine.major = major;
        engine.minor += dot == std::string_view::npos ? 0 : part(version.substr(dot + 1));
      }
      if (out && !(out->engine == engine)) {
        auto problem = error_at("two-dialects", "found a second dialect, expected one for the whole schema", at);
        problem.notes.push_back(note_at("the first one is here", out->where));
        problems.push_back(std::move(problem));
      }
      if (!out) out = Stated{entry, engine, at};
    }
  }
  return out;
}

void refuse_old_engine(const Stated& stated, Diagnostics& problems) {
  const auto& oldest = stated.entry->dialect->traits().oldest;
  const auto& engine = stated.engine;
  if (engine.major == 0 || std::pair(engine.major, minor_of(engine)) >= std::pair(oldest.major, oldest.minor)) return;
  problems.push_back(error_at("old-engine",
                              fmt::format("found version {}, expected {}{} or newer", engine.major, oldest.major,
                                          oldest.minor ? fmt::format(".{}", oldest.minor) : ""),
                              stated.where));
}

std::vector<std::string> texts_of(const std::vector<Text>& words) {
  std::vector<std::string> out;
  for (const auto& word : words) out.push_back(word.text);
  return out;
}

void refuse_unknown_kinds(const FileSyntax& file, const CoversSyntax& covers, Diagnostics& problems) {
  std::vector<std::string> known(coverage_words().begin(), coverage_words().end());
  known.emplace_back("everything");
  for (const auto& word : covers.words)
    if (std::ranges::find(known, word.text) == known.end()) {
      const auto near = nearest(word.text, known);
      problems.push_back(error_at("unknown-kind",
                                  fmt::format("no kind of object `{}`, expected `everything` or some of `{}`",
                                              word.text, fmt::join(coverage_words(), "`, `")),
                                  span(file.source, word.at),
                                  near.empty() ? "" : fmt::format("did you mean `{}`?", near)));
    }
}

// A schema of several files covers what any of them says.
Coverage stated_coverage(const std::vector<FileSyntax>& files, Diagnostics& problems) {
  Coverage out;
  out.beyond.insert(Aspect::sql_objects);
  std::set<std::string> words, schemas;
  bool any = false;
  for (const auto& file : files)
    for (const auto& declaration : file.declarations) {
      const auto* covers = std::get_if<CoversSyntax>(&declaration.body);
      if (!covers) continue;
      any = true;
      refuse_unknown_kinds(file, *covers, problems);
      for (const auto& word : texts_of(covers->words)) words.insert(word);
      for (const auto& schema : texts_of(covers->schemas)) schemas.insert(schema);
      for (auto& pattern : texts_of(covers->left_out)) out.left_out.push_back(std::move(pattern));
    }
  if (!any) return out;
  out.beyond.erase(Aspect::sql_objects);
  if (words.contains("tables")) words.insert({"checks", "foreign_keys", "indexes"});
  if (!words.contains("everything")) cover_only(out, words);
  if (!schemas.empty()) out.namespaces = schemas;
  out.claim = fmt::format("{}", fmt::join(words, ", "));
  return out;
}

}  // namespace

Result<Source> read_schemac(const SourceTexts& texts, const std::string& name, const std::string& fallback) {
  Diagnostics problems;
  std::vector<FileSyntax> files;
  for (const auto& text : texts) {
    if (const auto fine = readable(text); !fine) {
      append(problems, fine.error());
      continue;
    }
    files.push_back(read_syntax(text));
    append(problems, files.back().errors);
  }
  auto stated = stated_dialect(files, problems);
  if (!stated && !fallback.empty())
    if (const auto* entry = find_dialect(fallback)) stated = Stated{entry, engine_called(fallback), {}};
  if (!stated) {
    if (problems.empty())
      problems.push_back(error_at("no-dialect",
                                  fmt::format("`{}` states no dialect, expected a line such as `dialect {}`", name,
                                              dialects().front().dialect->traits().name),
                                  texts.empty() ? Span() : Span{texts.front(), 0, 0}));
    return std::unexpected(problems);
  }
  refuse_old_engine(*stated, problems);
  auto coverage = stated_coverage(files, problems);
  auto resolved = resolve(files, *stated->entry->dialect, stated->engine,
                          has_errors(problems) ? Input::incomplete : Input::complete);
  append(problems, resolved.diagnostics);
  if (has_errors(problems)) {
    sort_by_place(problems);
    return std::unexpected(problems);
  }
  Source source{.name = name, .schema = std::move(resolved.schema)};
  source.coverage = std::move(coverage);
  source.intents = std::move(resolved.intents);
  source.declared = std::move(resolved.declared);
  source.remarks = std::move(problems);
  if (auto fine = check_names(source, {.objects = false}); !fine) return std::unexpected(std::move(fine.error()));
  return source;
}

Result<Source> read_schemac(std::shared_ptr<const SourceText> text, const std::string& fallback) {
  const auto name = text->name;
  return read_schemac(SourceTexts{std::move(text)}, name, fallback);
}

}  // namespace schemac
