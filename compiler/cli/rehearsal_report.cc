#include "cli/rehearsal_report.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "base/printable.h"
#include "emitters/layout.h"
#include "emitters/report_words.h"

namespace schemac {
namespace {

using Json = nlohmann::ordered_json;

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

class Text {
 public:
  Text(const Plan& plan, const Rehearsal& held, bool colour) : plan_(plan), held_(held), colour_(colour) {}

  std::string run() {
    line(fmt::format("{} against {}, rehearsed on {}: {}", plan_.names.to, plan_.names.from, engine_title(held_.engine),
                     counted(steps(plan_).size(), "step", "steps")));
    line("");
    labelled("from", from());
    if (held_.up)
      labelled("up",
               fmt::format("reaches `{}`{}", plan_.names.to, held_.rows_kept ? "; all retained rows unchanged" : ""));
    if (const auto way = way_back(); !way.empty()) labelled("undo", way);
    if (held_.up_again) labelled("again", "rolled back from the end and run again");
    if (held_.refused_with_rows) refused_with_rows();
    for (const auto& misfit : held_.misfits) show(misfit);
    line("");
    line(held_.passed() ? painted("verified", "32") : painted("not verified", "31"));
    return std::move(out_);
  }

 private:
  void line(std::string_view text) { out_.append(text).append("\n"); }

  std::string painted(std::string_view text, std::string_view colour) const {
    return colour_ ? fmt::format("\x1b[{}m{}\x1b[0m", colour, text) : std::string(text);
  }

  void labelled(std::string_view label, std::string_view text) {
    bool first = true;
    for (const auto& part : wrapped(printable(text), 99)) {
      line(fmt::format("  {}{}", painted(padded(first ? label : "", 9), "2"), part));
      first = false;
    }
  }

  void below(std::string_view text) {
    while (!text.empty()) {
      const auto end = std::min(text.find('\n'), text.size());
      line("           " + printable(text.substr(0, end)));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  }

  std::string from() const {
    const auto& filled = held_.filled;
    auto text = std::string("created from scratch and read back");
    if (filled.rows > 0)
      text += fmt::format(", with {} in {}", counted(filled.rows, "row", "rows"),
                          counted(filled.tables, "table", "tables"));
    if (!filled.empty.empty()) text += fmt::format("; no sample row fits into {}", fmt::join(filled.empty, ", "));
    return text;
  }

  std::size_t count(UndoQuality quality, bool tried) const {
    return static_cast<std::size_t>(std::count_if(held_.stops.begin(), held_.stops.end(), [&](const Stop& stop) {
      return stop.undo == quality && stop.tried == tried;
    }));
  }

  std::string way_back() const {
    const auto exact = count(UndoQuality::exact, true), losing = count(UndoQuality::loses_data, true);
    std::vector<std::string> parts;
    if (exact + losing > 0)
      parts.push_back(
          fmt::format("from {} where the plan can stop, `from` again", counted(exact + losing, "place", "places")));
    const auto with_rows =
        std::count_if(held_.stops.begin(), held_.stops.end(), [](const Stop& stop) { return stop.with_rows; });
    if (with_rows > 0 && held_.filled.rows > 0) parts.push_back(fmt::format("{} with every row", with_rows));
    if (losing > 0) parts.push_back(fmt::format("{} that lose data, as the plan says", losing));
    if (const auto none = count(UndoQuality::impossible, false); none > 0)
      parts.push_back(fmt::format("no way back from {}", none));
    return fmt::format("{}", fmt::join(parts, " · "));
  }

  void refused_with_rows() {
    const auto& what = *held_.refused_with_rows;
    // the same step may fail without rows as well: then it is no fault of theirs, and told below
    const bool fails_anyway = std::ranges::any_of(
        held_.misfits, [&](const Misfit& other) { return other.refused && other.refused->step == what.refused->step; });
    if (fails_anyway) return;
    labelled("note",
             fmt::format("{}: with the generated sample rows, the server rejects step {}, {}; without rows it succeeds",
                         what.when, what.refused->step, what.refused->description));
    quote(*what.refused);
  }

  void quote(const RefusedStatement& refused) {
    for (const auto& error : refused.errors) below(error.message);
    below(refused.sql);
  }

  void show(const Misfit& misfit) {
    if (misfit.refused) {
      const auto what = misfit.refused->description.empty()
                            ? "a statement around the steps"
                            : fmt::format("step {}, {}", misfit.refused->step, misfit.refused->description);
      labelled("failed", fmt::format("{}: the server rejects {}", misfit.when, what));
      quote(*misfit.refused);
    }
    if (!misfit.rest.empty())
      labelled("failed", fmt::format("{}: ran, but the result differs; remaining differences:", misfit.when));
    if (!misfit.lost.empty()) labelled("failed", fmt::format("{}: ran, but row contents changed:", misfit.when));
    for (const auto* list : {&misfit.rest, &misfit.lost})
      for (const auto& text : *list) below(text);
  }

  const Plan& plan_;
  const Rehearsal& held_;
  bool colour_;
  std::string out_;
};

Json json_of(const Misfit& misfit) {
  Json out{{"when", misfit.when}, {"refused", nullptr}, {"still_to_be_done", misfit.rest}, {"rows", misfit.lost}};
  if (!misfit.refused) return out;
  Json messages = Json::array();
  for (const auto& error : misfit.refused->errors) messages.push_back(error.message);
  out["refused"] = {{"step", misfit.refused->step},
                    {"description", misfit.refused->description},
                    {"sql", misfit.refused->sql},
                    {"messages", std::move(messages)}};
  return out;
}

std::string_view quality_key(UndoQuality quality) {
  switch (quality) {
    case UndoQuality::exact: return "exact";
    case UndoQuality::loses_data: return "loses_data";
    case UndoQuality::impossible: return "impossible";
  }
  broken_invariant("an undo has a quality");
}

}  // namespace

std::string rehearsal_text(const Plan& plan, const Rehearsal& held, bool colour) {
  return Text(plan, held, colour).run();
}

std::string rehearsal_json(const Plan& plan, const Rehearsal& held) {
  Json stops = Json::array(), misfits = Json::array();
  for (const auto& stop : held.stops)
    stops.push_back({{"after_step", stop.after_step},
                     {"undo", quality_key(stop.undo)},
                     {"tried", stop.tried},
                     {"with_rows", stop.with_rows}});
  for (const auto& misfit : held.misfits) misfits.push_back(json_of(misfit));
  const Json out{
      {"version", 1},
      {"schemac", SCHEMAC_VERSION},
      {"passed", held.passed()},
      {"engine", {{"dialect", held.engine.dialect}, {"major", held.engine.major}, {"minor", minor_of(held.engine)}}},
      {"from", {{"name", plan.names.from}, {"fingerprint", plan.fingerprints.from}}},
      {"to", {{"name", plan.names.to}, {"fingerprint", plan.fingerprints.to}}},
      {"steps", steps(plan).size()},
      {"filled", {{"rows", held.filled.rows}, {"tables", held.filled.tables}, {"empty", held.filled.empty}}},
      {"up", held.up},
      {"up_again", held.up_again},
      {"stops", std::move(stops)},
      {"refused_with_rows", held.refused_with_rows ? json_of(*held.refused_with_rows) : Json()},
      {"misfits", std::move(misfits)}};
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace schemac
