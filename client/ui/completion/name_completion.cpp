// SPDX-License-Identifier: MIT
#include "client/ui/completion/name_completion.h"

#include <QStringList>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr qsizetype kMost = 40;
constexpr int kRanks = 4;

} // namespace

QString comparedForm(const QString &text)
{
    QString form = text.normalized(QString::NormalizationForm_KD);
    form.removeIf([](QChar c) { return c.isMark(); });
    return form.toCaseFolded();
}

NameCompletion::NameCompletion(QChar mark, const QString &title, QObject *parent)
    : CompletionSource(parent), m_mark(mark), m_title(title)
{
}

void NameCompletion::setNames(const QList<CompletionName> &names)
{
    m_entries.clear();
    m_entries.reserve(names.size());
    for (const CompletionName &named : names) {
        const QString all = comparedForm(named.name + u' ' + named.shown);
        m_entries.append({named, comparedForm(named.name), all.split(u' ', Qt::SkipEmptyParts)});
    }
    std::stable_sort(m_entries.begin(), m_entries.end(), [](const Entry &a, const Entry &b) {
        if (a.named.isNear != b.named.isNear)
            return a.named.isNear;
        return a.name < b.name;
    });
    Q_EMIT changed();
}

//! 0: the name begins so, 1: a word of it or of what is shown does; 2 and 3: it looks as if; -1:
//! none.
int NameCompletion::rank(const Entry &entry, const QString &typed, const LookAlike &look)
{
    const auto isAny = [&entry](auto begins) {
        return std::any_of(entry.words.begin(), entry.words.end(), begins);
    };
    if (entry.name.startsWith(typed))
        return 0;
    if (isAny([&](const QString &word) { return word.startsWith(typed); }))
        return 1;
    if (look.begins(entry.name))
        return 2;
    return isAny([&](const QString &word) { return look.begins(word); }) ? 3 : -1;
}

QList<Completion> NameCompletion::find(const QString &typed)
{
    Q_EMIT wanted();
    const QString form = comparedForm(typed);
    const LookAlike look(form);
    QList<const Entry *> ranked[2 * kRanks];
    for (const Entry &entry : std::as_const(m_entries)) {
        const int place = rank(entry, form, look);
        if (place >= 0)
            ranked[place + (entry.named.isNear ? 0 : kRanks)].append(&entry);
    }
    QList<Completion> found;
    for (const auto &some : ranked) {
        for (const Entry *entry : some) {
            const CompletionName &named = entry->named;
            const QString written = m_mark + named.name;
            if (found.size() == kMost)
                return found;
            const bool isSame = named.shown.isEmpty() || named.shown == named.name;
            QStringList details{isSame ? QString() : written, named.detail};
            details.removeAll(QString());
            found.append({written,
                          {},
                          isSame ? written : named.shown,
                          details.join(u" · "_s),
                          named.person,
                          isSame ? named.name : named.shown,
                          named.icon});
        }
    }
    return found;
}

} // namespace salon::client
