// SPDX-License-Identifier: MIT
#pragma once
#include <QFile>
#include <QString>
#include <vector>

namespace salon::client {

struct SpecExample {
    int number = 0;
    QString section;
    QString markdown;
    QString html;
};

//! The examples of a file in the form of CommonMark's spec.txt: between fences of 32 backticks, the
//! text, a line with a full stop, the HTML; an arrow stands for a tab.
inline std::vector<SpecExample> specExamples(const QString &path)
{
    std::vector<SpecExample> examples;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return examples;
    const QString fence(32, u'`');
    QString section;
    QString *into = nullptr;
    for (QString line : QString::fromUtf8(file.readAll()).split(u'\n')) {
        const bool isExample = into != nullptr;
        if (!isExample && line.startsWith(fence) && line.endsWith(u" example")) {
            examples.push_back({int(examples.size()) + 1, section, {}, {}});
            into = &examples.back().markdown;
        } else if (isExample && line == fence) {
            into = nullptr;
        } else if (isExample && line == u"." && into == &examples.back().markdown) {
            into = &examples.back().html;
        } else if (isExample) {
            *into += line.replace(u'→', u'\t') + u'\n';
        } else if (line.startsWith(u'#')) {
            section = line.section(u' ', 1);
        }
    }
    return examples;
}

} // namespace salon::client
