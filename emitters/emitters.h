// The functions behind the registry's lines.
#pragma once

#include "emitters/emitter.h"

namespace schemac {

Result<std::vector<OutputFile>> emit_sql(const Plan& plan, const EmitOptions& options);
Result<std::vector<OutputFile>> emit_alembic(const Plan& plan, const EmitOptions& options);
Result<std::vector<OutputFile>> emit_prisma(const Plan& plan, const EmitOptions& options);
Result<std::vector<OutputFile>> emit_knex(const Plan& plan, const EmitOptions& options);
Result<std::vector<OutputFile>> emit_flyway(const Plan& plan, const EmitOptions& options);
Result<std::vector<OutputFile>> emit_text(const Plan& plan, const EmitOptions& options);
Result<std::vector<OutputFile>> emit_json(const Plan& plan, const EmitOptions& options);
Result<std::vector<OutputFile>> emit_markdown(const Plan& plan, const EmitOptions& options);

Diagnostics remarks_for_alembic(const EmitOptions& options);
Diagnostics remarks_for_prisma(const EmitOptions& options);
Diagnostics remarks_for_knex(const EmitOptions& options);
Diagnostics remarks_for_flyway(const EmitOptions& options);

}  // namespace schemac
