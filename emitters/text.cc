// The plan for a reader at a terminal: few words, aligned, the thing to decide in plain sight, the next command at the
// end.
#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/printable.h"
#include "emitters/emitters.h"
#include "emitters/layout.h"
#include "emitters/report_words.h"
#include "plan/rollback.h"

namespace schemac {
namespace {

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

struct Row {
  std::string number, verb, object, detail, cost;
};

class TextReport {
 public:
  TextReport(const Plan& plan, const EmitOptions& options) : plan_(plan), options_(options) {}

  std::string run() {
    if (plan_.empty()) {
      line(fmt::format("{} and {} are equal", plan_.names.to, plan_.names.from));
      renames();  // names that two columns may have to exchange are there on both sides
      remarks();
      return std::move(out_);
    }
    line(headline());
    measure();
    for (const auto& phase : plan_.phases) show(phase);
    renames();
    line("");
    labelled("undo", undo_summary(plan_));
    if (options_.full) rollback_matrix();
    remarks();
    next();
    return std::move(out_);
  }

 private:
  void line(std::string_view text) { out_.append(text).append("\n"); }

  std::string painted(std::string_view text, std::string_view colour) const {
    return options_.colour && !text.empty() ? fmt::format("\x1b[{}m{}\x1b[0m", colour, text) : std::string(text);
  }

  // `  undo     …`, its further lines below the first word of the first.
  void labelled(std::string_view label, std::string_view text) {
    bool first = true;
    for (const auto& part : wrapped(printable(text), options_.width - 11)) {
      line(fmt::format("  {}{}", painted(padded(first ? label : "", 9), "2"), part));
      first = false;
    }
  }

  std::string headline() const {
    const auto all = steps(plan_);
    const auto refused = std::ranges::count_if(all, [](const Step* step) { return !step->refused.empty(); });
    const auto waiting =
        std::ranges::count_if(all, [](const Step* step) { return step->refused.empty() && !step->allowed; });
    auto text = fmt::format("{} against {} on {}: {}", plan_.names.to, plan_.names.from, engine_title(plan_.engine),
                            counted(all.size(), "step", "steps"));
    if (waiting > 0)
      text += fmt::format(", {}", counted(static_cast<std::size_t>(waiting), "needs consent", "need consent"));
    if (refused > 0) text += fmt::format(", {} refused", refused);
    if (const auto open = open_renames(plan_).size(); open > 0)
      text += fmt::format(", {} to decide", counted(open, "rename", "renames"));
    return printable(text);
  }

  static Row row_of(const Step& step) {
    const auto words = words_of(step.operation);
    return {fmt::format("{:>4}", step.number), printable(words.verb), printable(words.object), printable(words.detail),
            cost_of(step)};
  }

  void measure() {
    for (const Step* step : steps(plan_)) {
      const auto row = row_of(*step);
      verb_ = std::max(verb_, width_of(row.verb));
      object_ = std::max(object_, std::min<std::size_t>(width_of(row.object), 36));
      cost_ = std::max(cost_, width_of(row.cost));
    }
    const auto taken = 6 + verb_ + 2 + object_ + 2 + cost_ + 2;
    const auto room = taken + 20 > options_.width ? 20 : options_.width - taken;
    for (const Step* step : steps(plan_)) detail_ = std::max(detail_, std::min(width_of(row_of(*step).detail), room));
  }

  void show(const Phase& phase) {
    line("");
    if (!phase.gate.empty()) line(painted(fmt::format("  {}{}", padded(phase.name, verb_ + 6), phase.gate), "1"));
    std::string last;
    for (const auto& unit : phase.units) {
      if (auto title = transaction_of(plan_, unit); title != last) {
        line(painted(fmt::format("  {}", title), "1"));
        last = std::move(title);
      }
      for (const auto& step : unit.steps) show(step);
    }
  }

  void show(const Step& step) {
    const auto row = row_of(step);
    auto text = fmt::format("{}  {}  {}  {}  {}", row.number, painted(padded(row.verb, verb_), "36"),
                            padded(row.object, object_), padded(shortened(row.detail, detail_), detail_),
                            painted(row.cost, "2"));
    while (text.ends_with(' ')) text.pop_back();
    line(text);
    reasons(step);
    for (const auto& hazard : step.hazards)
      if (hazard.rule != "found-rename") warn(hazard);  // below, with its reasons
    decide(step);
    if (options_.full)
      for (const auto& statement : step.statements) quote(statement);
    if (options_.full) online(step);
  }

  // How to do it without keeping those out who write; or why not.
  void online(const Step& step) {
    if (step.online_copies.empty()) return;
    const auto* best = best_online_copy(step);
    if (!best) {
      for (const auto& copy : step.online_copies) below("~", fmt::format("no {}: {}", copy.tool, copy.remark), "");
      return;
    }
    below("~", "without blocking writes:" + (best->remark.empty() ? "" : " (" + best->remark + ")"), "");
    quote(Statement{.sql = best->command});
  }

  void below(std::string_view mark, std::string_view text, std::string_view colour) {
    bool first = true;
    for (const auto& part : wrapped(printable(text), options_.width - 8)) {
      line(fmt::format("      {} {}", first ? mark : " ", painted(part, colour)));
      first = false;
    }
  }

  // What one rebuild does for several changes.
  void reasons(const Step& step) {
    if (const auto* rebuild = std::get_if<RebuildTable>(&step.operation.variant());
        rebuild && rebuild->reasons.size() > 1)
      for (const auto& reason : rebuild->reasons) below("·", reason, "");
  }

  void warn(const Hazard& hazard) {
    below("!", hazard.message, asks_for_consent(hazard) ? "31" : "33");
    if (!hazard.safe_way.empty()) below(" ", hazard.safe_way, "2");
  }

  void decide(const Step& step) {
    if (!step.refused.empty()) return below("✗", "refused: " + step.refused, "31");
    if (!step.allowed)
      below("?", fmt::format("needs consent: {}, or --allow={}", consent_flag(step), shell_word(consent_key(step))),
            "1;31");
  }

  void quote(const Statement& statement) {
    std::string_view rest = statement.sql;
    while (!rest.empty()) {
      const auto end = std::min(rest.find('\n'), rest.size());
      line(fmt::format("        {}", painted(printable(rest.substr(0, end)), "2")));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }

  // What was found, and how to say otherwise; what somebody declared needs no reasons.
  void renames() {
    for (const auto& rename : plan_.renames) {
      const bool open = rename.state == RenameState::asked;
      if (!open && (rename.origin != RenameOrigin::detected || rename.state != RenameState::taken)) continue;
      line("");
      labelled(open ? "rename?" : "renamed",
               fmt::format("{}  {:.2f}  {}", in_words(rename), rename.likelihood, fmt::join(rename.reasons, ", ")));
      if (open) labelled("", fmt::format("accept: --rename={0}      reject: --no-rename={0}", shell_flag(rename)));
      if (!open) labelled("", fmt::format("not a rename? --no-rename={}", shell_flag(rename)));
    }
  }

  void rollback_matrix() {
    line("");
    line(painted("  rollback  if the plan stops there", "1"));
    std::vector<std::string> losses;
    const auto stops = stops_of(plan_);
    for (const auto& row : plan_.rollback) {
      if (!row.loss.empty()) losses.push_back(row.loss);
      if (!stops.contains(row.after_step)) continue;
      const auto stop = row.after_step == 0 ? std::string("before 1") : fmt::format("after {}", row.after_step);
      const auto way = row.after_step == 0 ? std::string("nothing to undo") : fmt::format("undo {}", undone_steps(row));
      labelled(stop, fmt::format("{} · {}{}{}", way, quality_word(row.worst), losses.empty() ? "" : ": ",
                                 lost_in_words(losses)));
    }
  }

  // What somebody said on the command line and what has nothing to do any more.
  void spent_orders() {
    for (const auto& rename : plan_.renames) {
      if (rename.origin != RenameOrigin::ordered) continue;
      if (rename.state == RenameState::done)
        labelled("note", fmt::format("rename {}: carried out already", in_words(rename)));
      if (rename.state == RenameState::stale)
        labelled("note", fmt::format("rename {}: matches nothing any more", in_words(rename)));
    }
  }

  void remarks() {
    spent_orders();
    for (const auto& note : plan_.notes) labelled("note", note);
    if (!plan_.unmanaged.empty()) labelled("ignored", unmanaged());
  }

  std::string unmanaged() const {
    constexpr std::size_t most = 6;
    const auto shown = options_.full ? plan_.unmanaged.size() : std::min(most, plan_.unmanaged.size());
    const std::vector<std::string> names(plan_.unmanaged.begin(),
                                         plan_.unmanaged.begin() + static_cast<std::ptrdiff_t>(shown));
    auto text = fmt::format("{}", fmt::join(names, ", "));
    if (shown < plan_.unmanaged.size()) text += fmt::format(" and {} more", plan_.unmanaged.size() - shown);
    return text;
  }

  void next() {
    std::string_view consent;
    for (const Step* step : steps_without_consent(plan_)) {
      if (!step->refused.empty())
        return labelled("next",
                        "drop what depends on the rejected steps by hand, or exclude it, and run schemac again");
      if (consent != "--allow-destructive") consent = consent_flag(*step);
    }
    labelled("next",
             fmt::format("schemac diff … --emit=sql --out=migrations{}{}", consent.empty() ? "" : " ", consent));
  }

  const Plan& plan_;
  const EmitOptions& options_;
  std::size_t verb_ = 0, object_ = 0, detail_ = 0, cost_ = 0;
  std::string out_;
};

}  // namespace

Result<std::vector<OutputFile>> emit_text(const Plan& plan, const EmitOptions& options) {
  return std::vector{OutputFile{"plan.txt", TextReport(plan, options).run()}};
}

}  // namespace schemac
