// The scratch database of a rehearsal: `from` built in it from nothing, and what it is like now compared with where it
// should be.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "connections/scratch.h"
#include "pipeline.h"

namespace schemac {

class Stage {
 public:
  // Makes the database and builds `present` in it; what cannot be built is an error.
  static Result<Stage> make(const Request& request, const Source& present, const std::string& beside);

  Connection& connection() { return *connection_; }
  // What would still have to be done to be as `side` is, a line a step; empty when nothing.
  Result<std::vector<std::string>> rest_towards(const Source& side) const;
  Result<void> remove();

 private:
  Stage(const Request& request, std::unique_ptr<ScratchDatabase> database)
      : request_(comparing(request)), database_(std::move(database)) {}
  static Request comparing(const Request& request);
  Result<Outcome> plan_towards(const Source& side) const;
  Result<void> build(const Source& present);

  Request request_;
  std::unique_ptr<ScratchDatabase> database_;
  std::unique_ptr<Connection> connection_;
};

}  // namespace schemac
