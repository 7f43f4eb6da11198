// SPDX-License-Identifier: MIT
// The yardstick of bench_rooms: bare_server PORT DATABASE. One epoll loop that stores the same rows
// as salond, commits all that came in a turn at once, and sends the same frames, gathered to one
// write a socket and turn. No rules, no rates, no authentication ("Bearer USER.ROOM" is believed),
// no answer to a ping; it knows just the frames that the benchmark sends.
#include "tests/bench/bare_store.h"
#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <unordered_map>
#include <utility>
#include <vector>

using salon::bench::BareStore;

namespace {

struct Connection {
    int descriptor = -1;
    std::int64_t user = 0, room = 0;
    bool isOpen = false, isDirty = false;
    std::string in, out;
};

struct Post {
    Connection *from;
    std::string id, key, text;
};

std::int64_t milliseconds()
{
    return std::chrono::system_clock::now().time_since_epoch() / std::chrono::milliseconds(1);
}

//! What stands between `before` and the next quote.
std::string_view between(std::string_view text, std::string_view before)
{
    const size_t at = text.find(before);
    if (at == std::string_view::npos)
        return {};
    text.remove_prefix(at + before.size());
    return text.substr(0, text.find('"'));
}

std::string frameOf(std::string_view text)
{
    std::string frame(1, '\x81');
    if (text.size() < 126) {
        frame += static_cast<char>(text.size());
    } else {
        frame += '\x7e';
        frame += static_cast<char>(text.size() >> 8);
        frame += static_cast<char>(text.size() & 0xff);
    }
    return frame.append(text);
}

class BareServer {
public:
    explicit BareServer(const char *database) : m_store(database) { }
    bool listen(std::uint16_t port);
    void run();

private:
    void accept();
    void receive(Connection &connection);
    void takeHandshake(Connection &connection);
    void takeFrames(Connection &connection);
    void takeText(Connection &connection, std::string_view text);
    void storeAndTell();
    void send(Connection &connection, std::string_view frame);
    void flush();

    BareStore m_store;
    int m_epoll = ::epoll_create1(0);
    int m_listener = -1;
    std::vector<std::unique_ptr<Connection>> m_connections;
    std::unordered_map<std::int64_t, std::vector<Connection *>> m_rooms;
    std::vector<Post> m_posts;
    std::vector<Connection *> m_dirty;
};

bool BareServer::listen(std::uint16_t port)
{
    m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    epoll_event event{EPOLLIN, {.ptr = nullptr}};
    const int on = 1; // the port is kept for it by another socket, which never listens
    ::setsockopt(m_listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    return ::bind(m_listener, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0
        && ::listen(m_listener, 512) == 0
        && ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, m_listener, &event) == 0;
}

void BareServer::accept()
{
    for (;;) {
        const int descriptor = ::accept4(m_listener, nullptr, nullptr, SOCK_NONBLOCK);
        if (descriptor < 0)
            return;
        const int on = 1;
        ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        auto connection = std::make_unique<Connection>();
        connection->descriptor = descriptor;
        epoll_event event{EPOLLIN, {.ptr = connection.get()}};
        ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, descriptor, &event);
        m_connections.push_back(std::move(connection));
    }
}

void BareServer::run()
{
    std::array<epoll_event, 256> events;
    for (;;) {
        const int wait = m_dirty.empty() ? -1 : 1;
        const int count = ::epoll_wait(m_epoll, events.data(), int(events.size()), wait);
        for (int i = 0; i < count; ++i) {
            auto *connection = static_cast<Connection *>(events[size_t(i)].data.ptr);
            if (connection)
                receive(*connection);
            else
                accept();
        }
        if (!m_posts.empty())
            storeAndTell();
        flush();
    }
}

void BareServer::receive(Connection &connection)
{
    std::array<char, 65536> buffer;
    const ssize_t got = ::recv(connection.descriptor, buffer.data(), buffer.size(), 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got <= 0) {
        auto &room = m_rooms[connection.room];
        std::erase(room, &connection);
        ::epoll_ctl(m_epoll, EPOLL_CTL_DEL, connection.descriptor, nullptr);
        ::close(connection.descriptor); // its memory stays: posts may still name it
        return;
    }
    connection.in.append(buffer.data(), size_t(got));
    if (!connection.isOpen)
        takeHandshake(connection);
    if (connection.isOpen)
        takeFrames(connection);
}

void BareServer::takeHandshake(Connection &connection)
{
    const size_t end = connection.in.find("\r\n\r\n");
    const size_t token = connection.in.find("Bearer ");
    if (end == std::string::npos || token == std::string::npos)
        return;
    char *dot = nullptr;
    connection.user = std::strtoll(connection.in.c_str() + token + 7, &dot, 10);
    connection.room = std::strtoll(dot + 1, nullptr, 10);
    connection.in.erase(0, end + 4);
    connection.isOpen = true;
    m_rooms[connection.room].push_back(&connection);
    // The key is always the example of RFC 6455, 1.3.
    send(connection,
         "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
         "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n");
}

void BareServer::takeFrames(Connection &connection)
{
    std::string &in = connection.in;
    size_t place = 0;
    while (in.size() - place >= 8) {
        const auto *head = reinterpret_cast<const unsigned char *>(in.data()) + place;
        const bool isLong = (head[1] & 0x7f) == 126; // nothing longer is sent here
        const size_t size = isLong ? size_t(head[2]) << 8 | head[3] : head[1] & 0x7f;
        const size_t maskAt = place + (isLong ? 4 : 2);
        if (in.size() < maskAt + 4 + size)
            break;
        for (size_t i = 0; i < size; ++i)
            in[maskAt + 4 + i] = static_cast<char>(in[maskAt + 4 + i] ^ in[maskAt + i % 4]);
        if ((head[0] & 0x0f) == 1)
            takeText(connection, std::string_view(in).substr(maskAt + 4, size));
        place = maskAt + 4 + size;
    }
    in.erase(0, place);
}

void BareServer::takeText(Connection &connection, std::string_view text)
{
    const std::string_view id = between(text, R"("id":")");
    if (text.starts_with(R"({"type":"message.post")"))
        m_posts.push_back({&connection, std::string(id), std::string(between(text, R"("key":")")),
                           std::string(between(text, R"("text":")"))});
    else
        send(connection,
             frameOf(R"({"type":"reply","id":")" + std::string(id) + R"(","data":{}})"));
}

void BareServer::storeAndTell()
{
    std::vector<std::string> replies, events;
    const std::int64_t now = milliseconds();
    m_store.begin();
    for (const Post &post : m_posts) {
        const std::int64_t room = post.from->room, user = post.from->user;
        const auto place = m_store.take(room, now);
        const std::string seq = std::to_string(place.seq), n = std::to_string(place.n),
                          at = std::to_string(place.at), roomId = std::to_string(room);
        const std::string data =
            R"({"n":)" + n + R"(,"key":")" + post.key + R"(","text":")" + post.text + R"("})";
        m_store.add(room, user, place, post.key, post.text, data);
        replies.push_back(frameOf(R"({"type":"reply","id":")" + post.id + R"(","data":{"room":")"
                                  + roomId + R"(","seq":)" + seq + R"(,"n":)" + n + R"(,"at":)" + at
                                  + "}}"));
        events.push_back(frameOf(R"({"type":"message.posted","room":")" + roomId + R"(","seq":)"
                                 + seq + R"(,"at":)" + at + R"(,"by":")" + std::to_string(user)
                                 + R"(","data":)" + data + "}"));
    }
    m_store.commit();
    for (size_t i = 0; i < m_posts.size(); ++i) {
        send(*m_posts[i].from, replies[i]);
        for (Connection *member : m_rooms[m_posts[i].from->room])
            send(*member, events[i]);
    }
    m_posts.clear();
}

void BareServer::send(Connection &connection, std::string_view frame)
{
    connection.out.append(frame);
    if (!connection.isDirty)
        m_dirty.push_back(&connection);
    connection.isDirty = true;
}

void BareServer::flush()
{
    for (Connection *connection : std::exchange(m_dirty, {})) {
        connection->isDirty = false;
        const ssize_t sent = ::send(connection->descriptor, connection->out.data(),
                                    connection->out.size(), MSG_NOSIGNAL);
        if (sent > 0)
            connection->out.erase(0, size_t(sent));
        if (!connection->out.empty() && (sent > 0 || errno == EAGAIN))
            send(*connection, {}); // the rest, next time
    }
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 3) {
        std::fprintf(stderr, "usage: bare_server PORT DATABASE\n");
        return 2;
    }
    BareServer server(argv[2]);
    if (!server.listen(static_cast<std::uint16_t>(std::strtol(argv[1], nullptr, 10)))) {
        std::fprintf(stderr, "bare_server: cannot listen on port %s\n", argv[1]);
        return 1;
    }
    server.run();
}
