// SPDX-License-Identifier: MIT
#pragma once
#include <QByteArray>
#include <QHostAddress>
#include <QList>
#include <utility>

namespace salon::server {

//! Subnets as QHostAddress::parseSubnet gives them.
using Subnets = QList<std::pair<QHostAddress, int>>;

bool isTrustedProxy(const QHostAddress &address, const Subnets &trusted);

//! Who is meant by a request: the direct peer, or behind trusted proxies the rightmost address of
//! X-Forwarded-For that is not one of them. What cannot be read ends the search: the last address
//! that could be trusted to speak counts.
QHostAddress clientAddress(const QHostAddress &direct, const QList<QByteArray> &forwardedFor,
                           const Subnets &trusted);

} // namespace salon::server
