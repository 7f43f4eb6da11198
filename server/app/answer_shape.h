// SPDX-License-Identifier: MIT
#pragma once
#include "shared/wire/codec.h"

namespace salon::server {

template <class T>
struct AnswerShape {
    static QString text() { return {}; }
};

//! What `--json` prints, for people: "{users: [{id, name, disabled_at?}]}". Made from the very
//! fields() that the answer is encoded by; the mark stands after what may be absent.
template <class T>
QString shapeOf()
{
    return AnswerShape<T>::text();
}

template <class T>
struct AnswerShape<QList<T>> {
    static QString text()
    {
        const QString item = shapeOf<T>();
        return u'[' + (item.isEmpty() ? QStringLiteral("…") : item) + u']';
    }
};

template <class T>
struct AnswerShape<std::optional<T>> {
    static QString text() { return shapeOf<T>(); }
};

template <wire::Described T>
struct AnswerShape<T> {
    static QString text()
    {
        QStringList keys;
        const auto add = [&keys]<class Field>(const Field &field) {
            using Value = typename Field::Value;
            const QString inner = shapeOf<Value>();
            QString text = wire::fromUtf8(field.key);
            if constexpr (wire::kIsOptional<Value>)
                text += u'?';
            keys.append(inner.isEmpty() ? text : text + QStringLiteral(": ") + inner);
        };
        std::apply([&](const auto &...fields) { (add(fields), ...); }, T::fields());
        return u'{' + keys.join(QStringLiteral(", ")) + u'}';
    }
};

} // namespace salon::server
