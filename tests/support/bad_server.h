// Servers that behave badly on purpose, on a loopback port of their own, each gone with its object.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <thread>

namespace schemac::test {

class BadServer {
 public:
  // `serve` is called with each accepted connection, one after the other, and need not close it.
  explicit BadServer(std::function<void(int)> serve);
  ~BadServer();
  BadServer(const BadServer&) = delete;
  BadServer& operator=(const BadServer&) = delete;

  std::uint16_t port() const { return port_; }

 private:
  void accept_all();

  std::function<void(int)> serve_;
  std::uint16_t port_ = 0;  // before the listener, whose making fills it
  int listener_ = -1;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

// Speaks PostgreSQL's protocol far enough to ask for a password and to refuse every one.
void refuse_every_password(int connection);

// Passes everything between the client and a server on a loopback port, and hangs up after so many bytes of answer.
std::function<void(int)> hang_up_after(std::size_t bytes, std::uint16_t server_port);

// The same, but goes silent instead of hanging up.
std::function<void(int)> stall_after(std::size_t bytes, std::uint16_t server_port);

// A loopback port on which nothing listens.
std::uint16_t closed_port();

}  // namespace schemac::test
