#include "emitters/left_out_schema.h"

#include <utility>

namespace schemac {
namespace {

thread_local std::string left_out;

}  // namespace

LeftOutSchema::LeftOutSchema(std::string schema) { left_out = std::move(schema); }
LeftOutSchema::~LeftOutSchema() { left_out.clear(); }

bool is_left_out(const std::string& schema, const std::string& standard) {
  return schema.empty() || schema == (left_out.empty() ? standard : left_out);
}

}  // namespace schemac
