// How likely a pair is a rename, by what is known of it: a logistic regression over the evidence. tests/renames/train
// makes the weights (weights.cc) from real histories; tests/renames/evaluate says how often they are right on projects
// they were not made from.
#pragma once

#include <array>
#include <cstddef>

#include "diff/renames/column_evidence.h"
#include "diff/renames/table_evidence.h"

namespace schemac {

template <std::size_t N>
struct Weights {
  double bias = 0;
  std::array<double, N> of = {};
};

struct RenameModel {
  Weights<column_evidence_count> columns;
  Weights<table_evidence_count> tables;
};

const RenameModel& trained_model();

double likelihood(const Weights<column_evidence_count>& weights, const ColumnEvidences& evidence);  // 0 to 1
double likelihood(const Weights<table_evidence_count>& weights, const TableEvidences& evidence);

}  // namespace schemac
