#include "diff/renames/model.h"

#include <cmath>

namespace schemac {
namespace {

template <std::size_t N>
double logistic(const Weights<N>& weights, const std::array<double, N>& evidence) {
  double sum = weights.bias;
  for (std::size_t i = 0; i < N; ++i) sum += weights.of[i] * evidence[i];
  return 1 / (1 + std::exp(-sum));
}

}  // namespace

double likelihood(const Weights<column_evidence_count>& weights, const ColumnEvidences& evidence) {
  return logistic(weights, evidence);
}
double likelihood(const Weights<table_evidence_count>& weights, const TableEvidences& evidence) {
  return logistic(weights, evidence);
}

}  // namespace schemac
