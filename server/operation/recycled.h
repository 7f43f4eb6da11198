// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <memory>
#include <vector>

namespace salon::server {

//! An allocator for objects of which a thread makes and ends many: each thread keeps what is given
//! back in it for the next one, up to a bound.
template <class T>
class Recycled {
public:
    using value_type = T;

    Recycled() = default;
    template <class Other>
    explicit(false) Recycled(const Recycled<Other> &)
    {
    }

    T *allocate(size_t count)
    {
        if (count != 1 || t_isOver || kept().blocks.empty())
            return std::allocator<T>().allocate(count);
        auto &blocks = kept().blocks;
        T *const block = blocks.back();
        blocks.pop_back();
        return block;
    }
    void deallocate(T *block, size_t count)
    {
        if (count == 1 && !t_isOver && kept().blocks.size() < kMost)
            kept().blocks.push_back(block);
        else
            std::allocator<T>().deallocate(block, count);
    }
    template <class Other>
    bool operator==(const Recycled<Other> &) const
    {
        return true;
    }

private:
    static constexpr size_t kMost = 1024;
    struct Kept {
        std::vector<T *> blocks;
        ~Kept()
        {
            t_isOver = true;
            for (T *block : blocks)
                std::allocator<T>().deallocate(block, 1);
        }
    };
    // An object may end after all that its thread kept: in the thread's last moments.
    static inline constinit thread_local bool t_isOver = false;
    static Kept &kept()
    {
        thread_local Kept kept;
        return kept;
    }
};

} // namespace salon::server
