// SPDX-License-Identifier: MIT
#pragma once
#include <QByteArray>
#include <QHash>
#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QRandomGenerator>

namespace salon::test {

//! Makes requests of any kind from its schema: valid ones, ones with a single fault, and what no
//! client would send. The same seed makes the same requests.
class RequestGenerator {
public:
    explicit RequestGenerator(quint32 seed) : m_random(seed) { }

    //! What members of this name are usually given, e.g. ids that exist.
    void know(const QString &key, const QJsonArray &values) { m_known.insert(key, values); }

    //! Obeys the schema; the server may still have reasons to refuse it.
    QJsonObject valid(const QJsonObject &schema);
    //! Valid but for one member, here or further down: of another type, missing, over its limit,
    //! or naming what is not there.
    QJsonObject nearlyValid(const QJsonObject &schema);
    //! Text that is no request: deep, huge, cut, doubled or not JSON at all. `frame` is a good one.
    QByteArray hostile(const QByteArray &frame);

    QRandomGenerator &random() { return m_random; }
    bool chance(int percent) { return m_random.bounded(100) < percent; }

private:
    QJsonValue value(const QString &key, const QJsonObject &schema);
    QString text(qint64 most);
    QJsonValue wrong(const QJsonValue &good, const QJsonObject &schema);
    QJsonValue overLimit(const QJsonObject &schema);

    template <class List>
    auto oneOf(const List &list)
    {
        return list.at(m_random.bounded(qint32(list.size())));
    }

    QRandomGenerator m_random;
    QHash<QString, QJsonArray> m_known;
};

} // namespace salon::test
