#include "tests/support/sample_plans.h"

#include "plan/rollback.h"

namespace schemac::testing {
namespace {

const QualifiedName users{"public", "users"};

Step step(Operation operation, std::vector<Statement> statements, std::vector<Statement> back,
          UndoQuality quality = UndoQuality::exact, std::string loss = {}) {
  Step made{
      .operation = operation, .description = describe(operation), .statements = std::move(statements), .undo = {}};
  made.undo = {invert(operation).operations, std::move(back), quality, std::move(loss)};
  return made;
}

Plan framed(std::string dialect, int major, std::vector<Unit> units) {
  Plan plan{.engine = {std::move(dialect), major, 4}, .names = {"shop", "shop.schemac"}, .fingerprints = {"aa", "bb"}};
  plan.phases.push_back({.name = "direct", .units = std::move(units)});
  number(plan);
  return plan;
}

Column display_name() { return {.name = "display_name", .type = varchar_type(300)}; }

}  // namespace

Type bigint_type() { return {.name = "bigint", .portable = {TypeFamily::integer, 64, false}}; }

Type varchar_type(int length) {
  return {
      .name = "character varying", .arguments = {std::to_string(length)}, .portable = {TypeFamily::varchar, 0, false}};
}

void number(Plan& plan) {
  int next = 0;
  for (auto& phase : plan.phases)
    for (auto& unit : phase.units)
      for (auto& each : unit.steps) each.number = ++next;
  plan.rollback = rollback_matrix(plan);
}

Plan postgresql_plan() {
  auto required = display_name();
  required.not_null = true;
  Unit first{.steps = {}};
  first.steps = {
      step(AddColumn{users, display_name(), 3},
           {{"ALTER TABLE public.users ADD COLUMN display_name character varying(300)"}},
           {{"ALTER TABLE public.users DROP COLUMN display_name"}}, UndoQuality::loses_data,
           "what was written to users.display_name since"),
      step(Backfill{.table = users,
                    .column = "display_name",
                    .expression = "first_name || ' ' || last_name",
                    .must_fill = true,
                    .new_column = true},
           {{"UPDATE public.users SET display_name = first_name || ' ' || last_name WHERE display_name IS NULL"}}, {}),
      step(SetNullability{users, display_name(), true},
           {{"ALTER TABLE public.users ALTER COLUMN display_name SET NOT NULL"}},
           {{"ALTER TABLE public.users ALTER COLUMN display_name DROP NOT NULL"}}),
  };
  first.steps[2].statements[0].scans = true;
  first.steps[2].statements[0].locks = {{{ObjectKind::table, users}, "ACCESS EXCLUSIVE"}};
  const EnumType before{{"public", "status"}, {"new"}}, after{{"public", "status"}, {"new", "old"}};
  Unit second{.transactional = false, .steps = {}};
  second.steps = {step(AlterEnum{before, after},
                       {{.sql = "ALTER TYPE public.status ADD VALUE 'old'", .transactional = false}},
                       {{"ALTER TYPE public.status RENAME TO status_old"},
                        {"CREATE TYPE public.status AS ENUM ('new')"},
                        {"DROP TYPE public.status_old"}})};
  auto plan = framed("postgresql", 15, {std::move(first), std::move(second)});
  plan.notes = {"users.age is third in the file and last in the table"};
  plan.unmanaged = {"view active_users"};
  plan.title = "add column users.display_name and 3 more";
  return plan;
}

Plan sqlite_rebuild_plan() {
  Table before{.name = {"", "notes"}, .columns = {{.name = "body", .type = {.name = "TEXT"}}}};
  Table after = before;
  after.columns[0].not_null = true;
  Unit unit{.before = {{"PRAGMA foreign_keys = OFF"}},
            .begin = "BEGIN IMMEDIATE",
            .steps = {},
            .last = {{.sql = "SELECT 'checked'", .check = true}},
            .after = {{"PRAGMA foreign_keys = ON"}},
            .undo_before = {{"PRAGMA foreign_keys = OFF"}},
            .undo_last = {{.sql = "SELECT 'checked back'", .check = true}},
            .undo_after = {{"PRAGMA foreign_keys = ON"}}};
  unit.steps = {
      step(RebuildTable{before, after, {{"body", "body"}}, {"set not null notes.body", "drop default notes.body"}},
           {{"CREATE TABLE new_notes (body TEXT NOT NULL)"},
            {"INSERT INTO new_notes SELECT body FROM notes"},
            {"DROP TABLE notes"},
            {"ALTER TABLE new_notes RENAME TO notes"}},
           {{"CREATE TABLE new_notes (body TEXT)"},
            {"INSERT INTO new_notes SELECT body FROM notes"},
            {"DROP TABLE notes"},
            {"ALTER TABLE new_notes RENAME TO notes"}})};
  return framed("sqlite", 3, {std::move(unit)});
}

Plan destructive_plan() {
  Unit unit{.steps = {}};
  unit.steps = {step(DropColumn{users, {.name = "legacy_code", .type = varchar_type(10)}, 2},
                     {{"ALTER TABLE public.users DROP COLUMN legacy_code"}},
                     {{"ALTER TABLE public.users ADD COLUMN legacy_code character varying(10)"}},
                     UndoQuality::loses_data, "the values of users.legacy_code")};
  auto& drop = unit.steps.front();
  drop.destructive = true;
  drop.allowed = false;
  drop.hazards = {{"drop-column", HazardClass::destructive, HazardSeverity::block,
                   "deletes the values of users.legacy_code", "copy them away first"}};
  return framed("postgresql", 15, {std::move(unit)});
}

Plan one_way_plan() {
  Unit unit{.steps = {}};
  unit.steps = {step(DropGenerated{users, display_name()},
                     {{"ALTER TABLE public.users ALTER COLUMN display_name DROP EXPRESSION"}}, {},
                     UndoQuality::impossible, "a column cannot become generated in place")};
  return framed("postgresql", 15, {std::move(unit)});
}

Plan empty_plan() {
  return {.engine = {"postgresql", 15, 4}, .names = {"shop", "shop.schemac"}, .fingerprints = {"aa", "aa"}};
}

}  // namespace schemac::testing
