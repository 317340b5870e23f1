// The command line: one file per command, one registry line each in cli.cc.
#pragma once

namespace schemac {

// Exit codes: 0 fine · 1 error · 2 there are differences (with --exit-code) · 3 a safety gate said no ·
// 4 a rename needs a decision · 5 verification failed · 64 usage.
int run(int argc, char** argv);

}  // namespace schemac
