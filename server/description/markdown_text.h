// SPDX-License-Identifier: MIT
#pragma once
#include <QByteArrayList>
#include <QJsonObject>
#include <QStringList>

//! Pieces of a Markdown page.
namespace salon::server {

QString code(const QString &text);
//! To the heading of that name.
QString link(const QString &heading);
QString table(const QStringList &head, const QList<QStringList> &rows);
//! "16,000"
QString grouped(qint64 number);
//! What a schema asks for, in words: "text, 1 to 80 code points", "list of [Room](#room)".
QString typeText(const QJsonObject &schema);
//! JSON texts, each broken over lines where it is long; the order of members stays.
QString jsonBlock(const QByteArrayList &texts);

} // namespace salon::server
