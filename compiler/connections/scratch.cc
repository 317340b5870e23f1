#include "connections/scratch.h"

#include <unistd.h>

#include <random>

#include <fmt/format.h>

#include "connections/connection.h"
#include "connections/interruption.h"
#include "connections/mysql.h"
#include "connections/postgresql.h"
#include "connections/secrets.h"
#include "connections/url_forms.h"

namespace schemac {
namespace {

std::string new_name() {
  std::random_device random;
  return fmt::format("{}{}_{:08x}", scratch_prefix, getpid(), random());
}

Result<ScratchParts> parts_beside(const std::string& written, const std::string& name) {
  const auto form = read_url_form(written);
  if (!form) return std::unexpected(form.error());
  const auto& beside = form->url;
  if (is_postgresql_url(beside)) return scratch_on_postgresql(beside, name);
  if (is_mysql_url(beside)) return scratch_on_mysql(beside, name);
  if (beside.starts_with("sqlite:") || beside.find("://") == std::string::npos) return scratch_on_sqlite(name);
  return failure("no-scratch",
                 fmt::format("cannot create a scratch database on `{}`; use `postgresql://`, `mysql://` or `sqlite:`",
                             without_password(beside)));
}

}  // namespace

ScratchDatabase::ScratchDatabase(std::string name, ScratchParts parts)
    : name_(std::move(name)), parts_(std::move(parts)) {}

ScratchDatabase::~ScratchDatabase() { (void)remove(); }

Result<void> ScratchDatabase::make() {
  // An interruption waits until the server has answered, and finds the database in the list.
  return uninterrupted([&]() -> Result<void> {
    remove_when_interrupted(this, [this] { (void)remove(); });
    there_ = true;
    return parts_.make();
  });
}

Result<void> ScratchDatabase::remove() {
  return uninterrupted([&]() -> Result<void> {
    if (!std::exchange(there_, false)) return {};
    forget_to_remove(this);
    return parts_.remove();
  });
}

Result<std::unique_ptr<ScratchDatabase>> make_scratch_database(const std::string& beside) {
  auto name = new_name();
  auto parts = parts_beside(beside, name);
  if (!parts) return std::unexpected(without_secrets(std::move(parts.error()), beside));
  auto scratch = std::make_unique<ScratchDatabase>(std::move(name), std::move(*parts));
  if (auto made = scratch->make(); !made) {
    made.error().front().notes.push_back(
        note_at("a scratch database is needed: name a server where it may be created with `--scratch=URL`"));
    return std::unexpected(made.error());
  }
  return scratch;
}

}  // namespace schemac
