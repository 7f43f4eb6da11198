// SPDX-License-Identifier: MIT
#include "server/net/rest_routes.h"
#include "shared/protocol/catalogue.h"

using namespace Qt::StringLiterals;
using namespace salon::protocol;

namespace salon::server {
namespace {

bool isParameter(QStringView segment)
{
    return segment.startsWith(u'{');
}

} // namespace

QStringList RestRoute::parameters() const
{
    QStringList names;
    for (const QString &segment : path.split(u'/')) {
        if (isParameter(segment))
            names.append(segment.sliced(1).chopped(1));
    }
    return names;
}

bool RestRoute::fits(const QStringList &segments) const
{
    qsizetype place = 0;
    for (const QStringView mine : QStringView(path).sliced(1).tokenize(u'/')) {
        if (place == segments.size() || (!isParameter(mine) && mine != segments[place]))
            return false;
        ++place;
    }
    return place == segments.size();
}

const QList<RestRoute> &restRoutes()
{
    return RestGateway::routes();
}

const QList<RestRoute> &RestGateway::routes()
{
    using G = RestGateway;
    using enum RestRoute::Access;
    const QString operation = u"Operation"_s, account = u"Account"_s, rooms = u"Rooms"_s;
    // clang-format off
    static const QList<RestRoute> all{
        {"GET", u"/healthz"_s, u"health"_s, operation, Anybody, &G::health, {},
         u"Says that the process answers"_s, {{200, "ok\n", u"It does"_s}}},
        {"GET", u"/readyz"_s, u"readiness"_s, operation, Anybody, &G::readiness, {},
         u"Says whether requests would be served"_s,
         {{200, "ready\n", u"They would"_s},
          {503, "not ready\n", u"It starts, stops, or cannot store"_s}}},
        {"GET", u"/metrics"_s, u"metrics"_s, operation, Metrics, &G::metrics, {},
         u"Gives the server's figures to Prometheus"_s,
         {{200, "# TYPE salon_sessions gauge\nsalon_sessions 2\n",
           u"In the text format of Prometheus, version 0.0.4"_s}}},
        {"GET", u"/api/server"_s, u"askServer"_s, account, Anybody, &G::server, AskServer::kind},
        {"POST", u"/api/setup"_s, u"setUp"_s, account, Anybody, &G::setUp, Setup::kind},
        {"POST", u"/api/login"_s, u"logIn"_s, account, Anybody, &G::login, Login::kind},
        {"POST", u"/api/logout"_s, u"logOut"_s, account, Session, &G::logout, Logout::kind},
        {"POST", u"/api/session/renew"_s, u"renewSession"_s, account, Session, &G::renew,
         Renew::kind},
        {"POST", u"/api/password"_s, u"changePassword"_s, account, Session, &G::password,
         ChangePassword::kind},
        {"GET", u"/api/sessions"_s, u"listSessions"_s, account, Session, &G::sessions,
         ListSessions::kind},
        {"DELETE", u"/api/sessions/{id}"_s, u"endSession"_s, account, Session, &G::endSession,
         EndSession::kind},
        {"GET", u"/api/rooms"_s, u"listRooms"_s, rooms, Session, &G::listRooms, ListRooms::kind},
        {"POST", u"/api/rooms"_s, u"createRoom"_s, rooms, Session, &G::createRoom,
         CreateRoom::kind},
        {"GET", u"/api/rooms/{room}/messages"_s, u"listMessages"_s, rooms, Session,
         &G::listMessages, ListMessages::kind},
        {"POST", u"/api/rooms/{room}/messages"_s, u"postMessage"_s, rooms, Session,
         &G::postMessage, PostMessage::kind,
         u"The body may leave out `room`; it must not contradict the path"_s},
        {"GET", u"/link/{room}/{seq}"_s, u"openLink"_s, rooms, Anybody, &G::link, {},
         u"A page for browsers that offers salon://HOST/ROOM/SEQ, the same whether there is such a "
         "message or not"_s,
         {{200, "<!DOCTYPE html>", u"The page"_s, u"text/html"_s}}},
        {"POST", u"/api/{kind}"_s, {}, u"Requests"_s, Session, &G::byKind},
    };
    // clang-format on
    return all;
}

} // namespace salon::server
