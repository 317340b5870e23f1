#include "dialects/sqlite/locks.h"

namespace schemac::sqlite {
namespace {

LockTaken whole_database(std::string mode) { return {{ObjectKind::schema, {"main", {}}}, std::move(mode)}; }

}  // namespace

Statement statement(std::string sql, Effect effect) {
  Statement out{.sql = std::move(sql)};
  out.locks = {whole_database(effect == Effect::reads ? "SHARED" : "EXCLUSIVE")};
  out.scans = effect == Effect::scans || effect == Effect::rewrites;
  out.rewrites = effect == Effect::rewrites;
  return out;
}

Statement check(std::string sql) {
  auto out = statement(std::move(sql), Effect::reads);
  out.check = true;
  return out;
}

Statement setting(std::string sql) {
  Statement out;
  out.sql = std::move(sql);
  return out;
}

}  // namespace schemac::sqlite
