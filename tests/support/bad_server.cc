#include "tests/support/bad_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <vector>

namespace schemac::test {
namespace {

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

int listen_somewhere(std::uint16_t& port) {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  auto address = loopback(0);
  socklen_t size = sizeof address;
  if (bind(listener, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(listener, 16) != 0) std::abort();
  getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
  port = ntohs(address.sin_port);
  return listener;
}

void send_all(int connection, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto count = send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

std::string big_endian(std::uint32_t value) {
  const auto bytes = htonl(value);
  return {reinterpret_cast<const char*>(&bytes), sizeof bytes};
}

std::string message(char kind, const std::string& body) {
  return kind + big_endian(static_cast<std::uint32_t>(body.size() + 4)) + body;
}

// The start of a conversation: requests for encryption are declined until the real one comes.
void read_startup(int connection) {
  std::string bytes(8192, '\0');
  for (;;) {
    const auto count = recv(connection, bytes.data(), bytes.size(), 0);
    if (count != 8) return;  // SSLRequest and GSSENCRequest are eight bytes long, a startup packet never is
    send_all(connection, "N");
  }
}

// Moves what one side said to the other; false at the end.
bool pass_on(int from, int to, std::size_t& allowance) {
  char bytes[4096];
  const auto count = recv(from, bytes, std::min(sizeof bytes, allowance), 0);
  if (count <= 0) return false;
  send_all(to, {bytes, static_cast<std::size_t>(count)});
  allowance -= static_cast<std::size_t>(count);
  return allowance > 0;
}

void pass_on_until(std::size_t bytes, int client, std::uint16_t server_port) {
  const int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  auto address = loopback(server_port);
  std::size_t left = bytes;
  std::size_t unlimited = SIZE_MAX;
  if (connect(server, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) {
    pollfd watched[] = {{client, POLLIN, 0}, {server, POLLIN, 0}};
    while (poll(watched, 2, 10000) > 0) {
      if (watched[0].revents != 0 && !pass_on(client, server, unlimited)) break;
      if (watched[1].revents != 0 && !pass_on(server, client, left)) break;
    }
  }
  close(server);
}

}  // namespace

BadServer::BadServer(std::function<void(int)> serve)
    : serve_(std::move(serve)), listener_(listen_somewhere(port_)), thread_([this] { accept_all(); }) {}

BadServer::~BadServer() {
  stopping_ = true;
  shutdown(listener_, SHUT_RDWR);
  thread_.join();
  close(listener_);
}

void BadServer::accept_all() {
  while (!stopping_) {
    const int connection = accept(listener_, nullptr, nullptr);
    if (connection < 0) return;
    serve_(connection);
    close(connection);
  }
}

void refuse_every_password(int connection) {
  read_startup(connection);
  send_all(connection, message('R', big_endian(3)));
  char password[1024];
  recv(connection, password, sizeof password, 0);
  using namespace std::string_literals;
  send_all(connection, message('E', "SFATAL\0VFATAL\0C28P01\0Mpassword authentication failed for user \"me\"\0\0"s));
}

std::function<void(int)> hang_up_after(std::size_t bytes, std::uint16_t server_port) {
  return [bytes, server_port](int client) { pass_on_until(bytes, client, server_port); };
}

std::function<void(int)> stall_after(std::size_t bytes, std::uint16_t server_port) {
  return [bytes, server_port](int client) {
    pass_on_until(bytes, client, server_port);
    char unread[4096];
    while (recv(client, unread, sizeof unread, 0) > 0) continue;  // until the client gives up
  };
}

std::uint16_t closed_port() {
  std::uint16_t port = 0;
  close(listen_somewhere(port));
  return port;
}

}  // namespace schemac::test
