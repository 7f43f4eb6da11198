// SPDX-License-Identifier: MIT
#include "client/platform/route_watch.h"
#include <QSocketNotifier>

namespace salon::client {

RouteWatch::RouteWatch(QObject *parent) : QObject(parent)
{
}

RouteWatch::~RouteWatch() = default;

void RouteWatch::read()
{
}

} // namespace salon::client
