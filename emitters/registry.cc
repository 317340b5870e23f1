#include <algorithm>
#include <array>

#include "emitters/emitters.h"

namespace schemac {
namespace {

constexpr std::array all{
    Emitter{"sql", "raw SQL for psql or sqlite3, up and down", true, emit_sql},
    Emitter{"alembic", "a revision for Alembic, behind the head of its versions folder", false, emit_alembic},
    Emitter{"prisma", "folders for prisma migrate, in Prisma's own words", false, emit_prisma},
    Emitter{"knex", "JavaScript migrations, up and down", false, emit_knex},
    Emitter{"flyway", "V and U files, with their script configuration", false, emit_flyway},
    Emitter{"text", "the preview, for a reader at a terminal", true, emit_text},
    Emitter{"json", "the whole plan for machines, by schemas/plan.schema.json", true, emit_json},
    Emitter{"md", "the plan for reviewers, with its rollback matrix", true, emit_markdown},
};

}  // namespace

std::span<const Emitter> emitters() { return all; }

const Emitter* find_emitter(std::string_view name) {
  const auto at = std::ranges::find(all, name, &Emitter::name);
  return at == all.end() ? nullptr : &*at;
}

}  // namespace schemac
