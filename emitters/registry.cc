#include <algorithm>
#include <array>

#include "emitters/emitters.h"

namespace schemac {
namespace {

constexpr std::array all{
    Emitter{"sql", "raw SQL scripts, up and down (psql, sqlite3, mysql)", true, emit_sql},
    Emitter{"alembic", "an Alembic revision that follows the current head", false, emit_alembic, remarks_for_alembic},
    Emitter{"prisma", "migration directories for prisma migrate", false, emit_prisma, remarks_for_prisma},
    Emitter{"knex", "JavaScript migrations, up and down", false, emit_knex, remarks_for_knex},
    Emitter{"flyway", "V and U scripts with their configuration files", false, emit_flyway, remarks_for_flyway},
    Emitter{"text", "short preview for the terminal", true, emit_text},
    Emitter{"json", "the whole plan as JSON (schemas/plan.schema.json)", true, emit_json},
    Emitter{"md", "the plan for reviewers, with the rollback matrix", true, emit_markdown},
};

}  // namespace

std::span<const Emitter> emitters() { return all; }

const Emitter* find_emitter(std::string_view name) {
  const auto at = std::ranges::find(all, name, &Emitter::name);
  return at == all.end() ? nullptr : &*at;
}

}  // namespace schemac
